/** What one look at the queue tells the metrics. */
import type { Queue } from 'bullmq';
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { oldestEventAt } from './oldest-event.ts';

export interface QueueFigures {
  /** Jobs by state, in BullMQ's words. */
  counts: Readonly<Record<string, number>>;
  /** When the oldest event that has no outcome yet came, in milliseconds; null when none waits. */
  oldestAt: number | null;
}

/** Both questions go in one write, so a look takes one round trip. Rejects when Redis does not answer. */
export async function queueFigures(queue: Queue, redis: RedisClient, keys: Keys): Promise<QueueFigures> {
  const [counts, oldestAt] = await Promise.all([queue.getJobCounts(), oldestEventAt(redis, keys)]);
  return { counts, oldestAt };
}
