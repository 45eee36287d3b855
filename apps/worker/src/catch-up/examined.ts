/** What earlier looks have found out of the faults that Guance lists, so that each is read whole once and not at every look. */
import { type AlertEvent, readAlert } from '@guance-jira/mapping';
import { EventJob, type Keys, type RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { type Examined, verdicts } from './policy.ts';

/** `alert`: as it was read, for rules that have changed since. */
export type Kept = Examined & { alert: AlertEvent | null };

export interface ExaminedStore {
  all(): readonly Kept[];
  of(ref: string): Kept | null;
  put(examined: Examined & { job?: EventJob }): Promise<void>;
  drop(ref: string): Promise<void>;
}

export async function openExamined(redis: RedisClient, keys: Keys, workspace: string): Promise<ExaminedStore> {
  const key = `${keys.catchUp(workspace)}:faults`;
  const kept = new Map<string, Kept>();
  for (const [ref, text] of Object.entries(await redis.hgetall(key))) {
    const read = keptOf(text);
    if (read !== null) kept.set(ref, read);
  }
  return {
    all: () => [...kept.values()],
    of: (ref) => kept.get(ref) ?? null,
    put: async (examined) => {
      const text = JSON.stringify(examined);
      const { ref } = examined.fault;
      await redis.hset(key, ref, text);
      await redis.expire(key, KEPT_S);
      kept.set(ref, { ...examined, alert: alertOf(examined.job) });
    },
    drop: async (ref) => {
      if (kept.delete(ref)) await redis.hdel(key, ref);
    },
  };
}

const KEPT_S = 7 * 86_400;

const Fault = z.object({
  ...{ ref: z.string(), eventId: z.string(), docId: z.string(), title: z.string(), status: z.string() },
  ...{ at: z.number(), since: z.number().nullable(), begunBy: z.number().nullable() },
});
const Stored = z.object({
  verdict: z.enum(verdicts),
  fault: Fault,
  firstAt: z.number(),
  checkedAt: z.number(),
  job: EventJob.optional(),
});

/** What nobody can read is examined anew. */
function keptOf(text: string): Kept | null {
  try {
    const { job, ...examined } = Stored.parse(JSON.parse(text));
    return { ...examined, alert: alertOf(job) };
  } catch {
    return null;
  }
}

function alertOf(job: EventJob | undefined): AlertEvent | null {
  return job === undefined ? null : readAlert(job.event, job);
}
