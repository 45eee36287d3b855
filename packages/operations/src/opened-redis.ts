import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Queue } from 'bullmq';

/** What a question about the queue or the ledger goes through. */
export interface OpenedRedis {
  readonly redis: RedisClient;
  readonly keys: Keys;
  readonly queue: Queue;
}
