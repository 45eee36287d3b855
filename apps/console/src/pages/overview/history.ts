/** What happened in the last hour, day and week; each read again only when it can have changed for the eye. */
import type { OpenedRedis } from '@guance-jira/operations';
import { readTally, type TallyCache, type TallyOf } from '@guance-jira/queue';

export const SPANS = {
  hour: { ms: 3_600_000, slotMs: 60_000, readAgainMs: 3000 },
  day: { ms: 86_400_000, slotMs: 900_000, readAgainMs: 15_000 },
  week: { ms: 604_800_000, slotMs: 7_200_000, readAgainMs: 60_000 },
} as const;
export type Span = keyof typeof SPANS;
export const spans = ['hour', 'day', 'week'] as const satisfies readonly Span[];

export type History = Readonly<Record<Span, TallyOf>>;

export function historyOf({ redis, keys }: OpenedRedis, now: () => number): () => Promise<History> {
  const cache: TallyCache = { hour: 0, over: new Map() };
  const last = new Map<Span, { at: number; tally: Promise<TallyOf> }>();
  const of = (span: Span): Promise<TallyOf> => {
    const { ms, slotMs, readAgainMs } = SPANS[span];
    const before = last.get(span);
    if (before !== undefined && now() - before.at < readAgainMs) return before.tally;
    const to = now();
    const tally = readTally(redis, keys, { from: to - ms + slotMs, to, slotMs }, cache);
    tally.catch(() => last.delete(span));
    last.set(span, { at: to, tally });
    return tally;
  };
  return async () => {
    const [hour, day, week] = await Promise.all([of('hour'), of('day'), of('week')]);
    return { hour, day, week };
  };
}
