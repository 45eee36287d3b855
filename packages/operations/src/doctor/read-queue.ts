import { oldestEvent, QUEUE_NAME } from '@guance-jira/queue';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';
import { type Pauses, readPauses } from '../pause/manual-pause.ts';

export interface QueueFacts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly failed: number;
  /** Of them, since a day ago. */
  readonly failedOfDay: number;
  /** When the oldest event without an outcome was put into the queue, in our milliseconds, and what it says that it waits for. */
  readonly oldest: { readonly at: number; readonly waitsFor: string | null } | null;
  /** When an event was last handled. */
  readonly doneAt: number | null;
  /** Of the queue itself, as only a person sets them: so many jobs at a time, or in so many milliseconds. */
  readonly limits: QueueLimits;
  /** The dashboard's pause button. */
  readonly paused: boolean;
  readonly pauses: Pauses;
  /** Of the ledger as a whole; null before the first worker. Milliseconds by the clock of Redis, as `pauses.now`. */
  readonly ledger: { readonly epoch: number; readonly beatAt: number } | null;
}

export interface QueueLimits {
  readonly concurrency: number | null;
  readonly rate: { readonly max: number; readonly duration: number } | null;
}

const DAY_MS = 86_400_000;

export async function readQueue(opened: OpenedRedis, site: string, now: () => number = Date.now): Promise<QueueFacts> {
  const { redis, keys, queue } = opened;
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const counts = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed', 'prioritized');
  const [epoch, beatAt] = await redis.hmget(keys.ledger, 'epoch', 'beatAt');
  const ledger = z.object({ epoch: z.coerce.number(), beatAt: z.coerce.number() });
  return {
    waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
    delayed: counts.delayed ?? 0,
    active: counts.active ?? 0,
    failed: counts.failed ?? 0,
    failedOfDay: await redis.zcount(`${jobs}failed`, now() - DAY_MS, '+inf'),
    oldest: await oldestIn(opened, jobs),
    doneAt: Number((await redis.zrevrange(`${jobs}completed`, 0, 0, 'WITHSCORES'))[1]) || null,
    limits: await limitsOf(queue),
    paused: await queue.isPaused(),
    pauses: await readPauses(redis, keys, site),
    ledger: epoch && beatAt ? ledger.parse({ epoch, beatAt }) : null,
  };
}

async function oldestIn({ redis, keys }: OpenedRedis, jobs: string): Promise<QueueFacts['oldest']> {
  const oldest = await oldestEvent(redis, keys);
  if (oldest === null) return null;
  const told = Told.safeParse(await redis.hget(jobs + oldest.jobId, 'progress')).data;
  return { at: oldest.at, waitsFor: told?.waitingFor ?? null };
}

/** Every worker of the queue obeys them, also one that starts later. */
export async function limitsOf(queue: OpenedRedis['queue']): Promise<QueueLimits> {
  return { concurrency: await queue.getGlobalConcurrency(), rate: await queue.getGlobalRateLimit() };
}

/** Takes them away. What was used up of a rate is forgotten as well, else its time would still be waited for. */
export async function endLimits(queue: OpenedRedis['queue']): Promise<QueueLimits> {
  const limits = await limitsOf(queue);
  if (limits.concurrency !== null) await queue.removeGlobalConcurrency();
  if (limits.rate !== null) {
    await queue.removeGlobalRateLimit();
    await queue.removeRateLimitKey();
  }
  return limits;
}

const Told = z
  .string()
  .transform((text) => JSON.parse(text))
  .pipe(z.object({ waitingFor: z.string().optional() }));
