/** What earlier looks have found out of the faults that Guance lists, so that each is read whole once and not at every look. */
import { type AlertEvent, readAlert } from '@guance-jira/mapping';
import { EventJob, type Keys, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { type Examined, verdicts } from './policy.ts';

/** `alert`: as it was read, for rules that have changed since; null where only its verdict is kept. Read when it is asked for. */
export type Kept = Examined & { alert: () => AlertEvent | null };

export interface ExaminedStore {
  all(): readonly Kept[];
  of(ref: string): Kept | null;
  put(examined: Examined & { job?: EventJob }): Promise<void>;
  drop(ref: string): Promise<void>;
}

export async function openExamined(redis: RedisClient, keys: Keys, workspace: string): Promise<ExaminedStore> {
  const key = `${keys.catchUp(workspace)}:faults`;
  const kept = new Map<string, Kept>();
  // Thousands with their events, read at once, would hold up the events that are handled.
  let cursor = '0';
  do {
    const [next, found] = await redis.hscan(key, cursor, 'COUNT', AT_ONCE);
    for (let index = 0; index + 1 < found.length; index += 2) {
      const read = keptOf(found[index + 1] ?? '');
      if (read !== null) kept.set(found[index] ?? '', read);
    }
    cursor = next;
  } while (cursor !== '0');
  return {
    all: () => [...kept.values()],
    of: (ref) => kept.get(ref) ?? null,
    put: async (examined) => {
      const text = JSON.stringify(examined);
      const { ref } = examined.fault;
      await redis.hset(key, ref, text);
      await redis.expire(key, KEPT_S);
      const { job, ...rest } = examined;
      kept.set(ref, { ...rest, alert: () => alertOf(job) });
    },
    drop: async (ref) => {
      if (kept.delete(ref)) await redis.hdel(key, ref);
    },
  };
}

const KEPT_S = 7 * 86_400;
const AT_ONCE = 100;

const Fault = z.object({
  ...{ ref: z.string(), eventId: z.string(), docId: z.string(), title: z.string(), status: z.string() },
  ...{ at: z.number(), since: z.number().nullable(), begunBy: z.number().nullable() },
});
const Stored = z.object({
  verdict: z.enum(verdicts),
  fault: Fault,
  firstAt: z.number(),
  checkedAt: z.number(),
  job: z.unknown().optional(),
});

/** What nobody can read is examined anew. */
function keptOf(text: string): Kept | null {
  try {
    const { job, ...examined } = Stored.parse(JSON.parse(text));
    return { ...examined, alert: () => alertOf(job) };
  } catch {
    return null;
  }
}

function alertOf(job: unknown): AlertEvent | null {
  const read = EventJob.safeParse(job).data;
  return read === undefined ? null : readAlert(read.event, read);
}
