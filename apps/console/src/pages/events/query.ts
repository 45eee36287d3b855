/** The list's address: which events a person asks for. What is not understood is as if it were not there. */
import { type Level, levelOf, levelRank, levels, statusWords } from '@guance-jira/mapping';
import { type Cursor, type EventFilter, readCursor } from '@guance-jira/operations';
import { Outcome } from '@guance-jira/queue';
import { z } from 'zod';
import { isZone, momentAt, ownZone } from './wall-time.ts';

export const STATES = ['waiting', ...Outcome.options] as const;
/** Those of the security monitoring are found with the plain ones that are as bad. */
export const LEVELS: readonly Level[] = levels.filter((level) => !level.startsWith('security_'));
export const SPANS = { '15m': 900, '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
type Span = keyof typeof SPANS;

/** As a field of a form gives it. */
const wallTime = z
  .string()
  .refine((value) => momentAt(value, 'UTC') !== null)
  .optional()
  .catch(undefined);

/** Cut, as a filter that is left out would show everything as if it fitted. */
const text = z
  .string()
  .transform((given) => given.trim().slice(0, 200).toWellFormed())
  .pipe(z.string().min(1))
  .optional()
  .catch(undefined);

export const ListQuery = z.object({
  q: text,
  state: z.enum(STATES).optional().catch(undefined),
  level: z.enum(levels).optional().catch(undefined),
  route: text,
  workspace: text,
  within: z
    .enum(Object.keys(SPANS) as [Span, ...Span[]])
    .optional()
    .catch(undefined),
  from: wallTime,
  until: wallTime,
  /** Where the clock hangs by which these two are meant. */
  zone: z.string().max(64).refine(isZone).optional().catch(undefined),
  after: z.string().transform(readCursor).nullable().catch(null).default(null),
});
export type ListQuery = z.infer<typeof ListQuery>;

export function filterOf(query: ListQuery, now: number): EventFilter {
  const { q, state, level, route, workspace, within, from, until, zone = ownZone() } = query;
  const at = (time: string | undefined) => (time === undefined ? undefined : (momentAt(time, zone) ?? undefined));
  const begins = [within === undefined ? undefined : now - SPANS[within] * 1000, at(from)];
  const since = begins.filter((each) => each !== undefined);
  return {
    ...{ text: q, state, route, workspace },
    levels: level === undefined ? undefined : wordsOf(level),
    since: since.length === 0 ? undefined : Math.max(...since),
    until: at(until),
  };
}

/** Every word of `df_status` that is as bad. */
function wordsOf(level: Level): string[] {
  return [...new Set([...statusWords, ...levels])].filter(
    (word) => levelRank(levelOf(word, null)) === levelRank(level),
  );
}

export function isNarrowed({ after: _, zone: _zone, ...query }: ListQuery): boolean {
  return Object.values(query).some((value) => value !== undefined);
}

/** The address of the same list with something else in it. */
export function listAddress(query: Omit<ListQuery, 'after'>, after: Cursor | null = null): string {
  const params = paramsOf(query);
  if (after !== null) params.set('after', `${after.score}_${after.id}`);
  return params.size === 0 ? '/events' : `/events?${params}`;
}

/** What narrows the list, for an address or a form. */
export function paramsOf(query: Omit<ListQuery, 'after'>): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['q', 'state', 'level', 'route', 'workspace', 'within', 'from', 'until'] as const) {
    const value = query[name];
    if (value !== undefined) params.set(name, value);
  }
  if (params.has('from') || params.has('until')) params.set('zone', query.zone ?? ownZone());
  return params;
}
