import { oldestEventAt } from '@guance-jira/queue';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';
import { type Pauses, readPauses } from '../pause/manual-pause.ts';

export interface QueueFacts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly failed: number;
  /** When the oldest event without an outcome was put into the queue, in our milliseconds. */
  readonly oldestAt: number | null;
  /** The dashboard's pause button. */
  readonly paused: boolean;
  readonly pauses: Pauses;
  /** Of the ledger as a whole; null before the first worker. Milliseconds by the clock of Redis, as `pauses.now`. */
  readonly ledger: { readonly epoch: number; readonly beatAt: number } | null;
}

export async function readQueue({ redis, keys, queue }: OpenedRedis, site: string): Promise<QueueFacts> {
  const counts = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed', 'prioritized');
  const [epoch, beatAt] = await redis.hmget(keys.ledger, 'epoch', 'beatAt');
  const ledger = z.object({ epoch: z.coerce.number(), beatAt: z.coerce.number() });
  return {
    waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
    delayed: counts.delayed ?? 0,
    active: counts.active ?? 0,
    failed: counts.failed ?? 0,
    oldestAt: await oldestEventAt(redis, keys),
    paused: await queue.isPaused(),
    pauses: await readPauses(redis, keys, site),
    ledger: epoch && beatAt ? ledger.parse({ epoch, beatAt }) : null,
  };
}
