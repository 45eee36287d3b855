/** Mutes, as they are ordered and listed. */
import { z } from 'zod';
import type { Page } from './request.ts';

export interface MuteOrder {
  name: string;
  description: string;
  monitor: { id: string; name: string };
  tags: Readonly<Record<string, string>>;
  /** Milliseconds. */
  from: number;
  until: number;
}

export interface Mute {
  id: string;
  /** Not in every answer of the list, as its documentation has it. */
  name: string | null;
  /** Milliseconds, in whole seconds; null where it is not told. */
  until: number | null;
}

export interface MuteQuery {
  /** What is in their names. */
  name: string;
  /** From 1 on. */
  page?: number;
  /** Without those that are over. */
  standing?: boolean;
}

export interface MutePage {
  mutes: Mute[];
  /** Others stand on the next page, or may. */
  more: boolean;
}

export function mutesPath({ name, page = 1, standing = false }: MuteQuery): string {
  const query = new URLSearchParams({ search: name, pageIndex: String(page), pageSize: String(MAX_PER_PAGE) });
  if (standing) query.set('workStatus', 'pending_activation,active');
  return `/api/v1/monitor/mute/list?${query}`;
}

export function mutePageOf(
  listed: readonly z.infer<typeof Muted>[],
  pageInfo: Page['pageInfo'],
  page: number,
): MutePage {
  const mutes = listed.map(({ uuid, name = null, end }) => ({
    ...{ id: uuid, name, until: end == null ? null : end * 1000 },
  }));
  // Should it give fewer on a page than it was asked for, it says so.
  const toldMore = pageInfo !== null && page * pageInfo.pageSize < pageInfo.totalCount;
  return { mutes, more: mutes.length >= MAX_PER_PAGE || (mutes.length > 0 && toldMore) };
}

/** docs/zh/open-api/mute/list.md of GuanceCloud/guance-docs: `pageSize`. */
const MAX_PER_PAGE = 100;

export const Muted = z.object({ uuid: z.string(), name: z.string().nullish(), end: z.number().nullish().catch(null) });
