import type { QueuedJob } from '../contract/change-job.ts';
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { replicated } from '../redis/replicas.ts';
import { addEvents, type Confirmed } from './add-events.ts';

/** Puts events into the queue, durably. */
export interface Producer {
  /**
   * One answer per job, in order. All or none: when it rejects, some may have arrived nonetheless, and may be sent again,
   * since the job id keeps them single.
   */
  confirm(jobs: readonly QueuedJob[]): Promise<Confirmed[]>;
}

export function createProducer(deps: { redis: RedisClient; keys: Keys; waitReplicas: number }): Producer {
  const { redis, keys, waitReplicas } = deps;
  return {
    confirm: (jobs) => replicated(redis, keys, waitReplicas, () => addEvents(redis, keys, jobs)),
  };
}
