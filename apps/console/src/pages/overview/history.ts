/** What happened in the last hour, day and week, all as of one moment: a week never tells less than its last hour. */
import type { OpenedRedis } from '@guance-jira/operations';
import { readTally, type TallyCache, type TallyOf } from '@guance-jira/queue';

export const SPANS = {
  hour: { ms: 3_600_000, slotMs: 60_000 },
  day: { ms: 86_400_000, slotMs: 900_000 },
  week: { ms: 604_800_000, slotMs: 7_200_000 },
} as const;
export type Span = keyof typeof SPANS;
export const spans = ['hour', 'day', 'week'] as const satisfies readonly Span[];

export type History = Readonly<Record<Span, TallyOf>>;

/** Hours that are over are not read again, so this is what changes for the eye. */
const READ_AGAIN_MS = 3000;

export function historyOf({ redis, keys }: OpenedRedis, now: () => number): () => Promise<History> {
  const cache: TallyCache = { hour: 0, over: new Map() };
  let last: { at: number; history: Promise<History> } | null = null;
  const read = async (to: number): Promise<History> => {
    const of = (span: Span) => {
      const { ms, slotMs } = SPANS[span];
      return readTally(redis, keys, { from: to - ms + slotMs, to, slotMs }, cache);
    };
    // The week first: what it has read the others need not.
    const week = await of('week');
    const [hour, day] = await Promise.all([of('hour'), of('day')]);
    return { hour, day, week };
  };
  return () => {
    if (last !== null && now() - last.at < READ_AGAIN_MS) return last.history;
    const history = read(now());
    last = { at: now(), history };
    history.catch(() => {
      last = null;
    });
    return history;
  };
}
