/** The addresses of faults and storms: what a person asks for. What is not understood is as if it were not there. */
import { type Level, levelRank, levels } from '@guance-jira/mapping';
import { type Cursor, cursorText, type FaultFilter, readCursor, type StormRow } from '@guance-jira/operations';
import { z } from 'zod';

const text = z.string().trim().min(1).max(200).optional().catch(undefined);

/** How many of a list are passed over. */
export const From = z.coerce.number().int().min(0).max(1_000_000).catch(0).default(0);

export const FaultQuery = z.object({
  level: z.enum(levels).optional().catch(undefined),
  route: text,
  after: z.string().transform(readCursor).nullable().catch(null).default(null),
});
export type FaultQuery = z.infer<typeof FaultQuery>;

/** Levels of the security monitoring are found with the plain ones that are as bad. */
export function faultFilterOf({ level, route }: FaultQuery): FaultFilter {
  return { route, levels: level && levels.filter((other: Level) => levelRank(other) === levelRank(level)) };
}

export function faultsAddress({ level, route }: Omit<FaultQuery, 'after'>, after: Cursor | null = null): string {
  const params = new URLSearchParams();
  if (level !== undefined) params.set('level', level);
  if (route !== undefined) params.set('route', route);
  if (after !== null) params.set('after', cursorText(after));
  return params.size === 0 ? '/faults' : `/faults?${params}`;
}

/** @param object the end of its object's key: by this it is found when its jobs are gone */
export function faultAddress(faultKey: string, object: string | null, from = 0): string {
  const params = new URLSearchParams();
  if (object !== null) params.set('object', object);
  if (from > 0) params.set('from', String(from));
  return `/faults/${encodeURIComponent(faultKey.toWellFormed())}${params.size === 0 ? '' : `?${params}`}`;
}

export const StormQuery = z.object({
  route: z.string().max(500),
  project: z.string().max(500).optional(),
  start: z.coerce.number().int(),
  from: From,
});

export function stormAddress({ route, project, start }: StormRow['window'], from = 0): string {
  const params = new URLSearchParams({ route });
  if (project !== undefined) params.set('project', project);
  params.set('start', String(start));
  if (from > 0) params.set('from', String(from));
  return `/storms?${params}`;
}
