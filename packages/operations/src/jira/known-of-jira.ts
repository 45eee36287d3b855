/** What the workers have left in Redis about their Jira: nothing is asked of Jira itself. */
import { type CreateSchema, schemaOfText } from '@guance-jira/jira';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';

interface PlaceName {
  readonly project: string;
  readonly issueType: string;
}

export interface KnownOfJira {
  /** Learnt from Jira's answers; null where a number is set, or nothing was learnt for an hour. */
  readonly rate: { readonly perSecond: number; readonly limit: number | null; readonly refused: boolean } | null;
  /** Accounts by which issues were made, and when they were last used; newest first. */
  readonly accounts: readonly (readonly [id: string, usedAt: number])[];
  /** Projects in which the account sees the issues that it makes, and those in which it does not. */
  readonly projects: readonly { readonly key: string; readonly seen: boolean; readonly highest: string | null }[];
  /** What createmeta told of these places; null where no worker has read it in the last hours. */
  readonly schemas: readonly { readonly place: PlaceName; readonly schema: CreateSchema | null }[];
}

/** More are not read for one page. */
const MAX_PLACES = 50;
const MAX_PROJECTS = 200;

export async function knownOfJira(
  { redis, keys }: OpenedRedis,
  site: string,
  places: readonly PlaceName[],
): Promise<KnownOfJira> {
  const asked = places.slice(0, MAX_PLACES);
  const [state, used, visible, highest, texts] = await Promise.all([
    redis.hget(keys.rate(site), 'state'),
    redis.zrevrange(keys.accounts, 0, 9, 'WITHSCORES'),
    redis.hgetall(keys.visible(site)),
    redis.hgetall(keys.highestKeys(site)),
    Promise.all(asked.map(({ project, issueType }) => redis.get(keys.schema(site, project, issueType)))),
  ]);
  const names = [...new Set([...Object.keys(visible), ...Object.keys(highest)])].sort().slice(0, MAX_PROJECTS);
  return {
    rate: rateIn(state),
    accounts: Array.from({ length: used.length / 2 }, (_, n) => [used[2 * n] ?? '', Number(used[2 * n + 1])] as const),
    projects: names.map((key) => ({
      key,
      seen: visible[key] === undefined || visible[key] === 'seen',
      highest: highest[key] ?? null,
    })),
    schemas: asked.map((place, index) => ({ place, schema: schemaIn(texts[index] ?? null) })),
  };
}

const Rate = z.object({ perSecond: z.number(), limit: z.number().nullable(), refused: z.boolean() });

function rateIn(text: string | null): KnownOfJira['rate'] {
  try {
    return text === null ? null : (Rate.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
}

function schemaIn(text: string | null): CreateSchema | null {
  return text === null ? null : schemaOfText(text);
}
