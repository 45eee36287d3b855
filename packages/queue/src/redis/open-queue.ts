import { Queue } from 'bullmq';
import { QUEUE_NAME } from '../contract/contract.ts';
import { keysFor } from '../contract/keys.ts';
import { connectRedis } from './connection.ts';
import { onRedisError } from './pinned-node.ts';
import type { RedisClient } from './redis-client.ts';
import type { RedisSettings } from './settings.ts';

/** A queue on a connection of its own that fails within `timeoutMs` rather than wait. */
export interface OpenedQueue {
  redis: RedisClient;
  queue: Queue;
  close(): Promise<void>;
}

export function openQueue(
  settings: RedisSettings,
  name: string,
  timeoutMs: number,
  onError: (error: unknown) => void,
): OpenedQueue {
  const redis = connectRedis(settings, { kind: 'producer', commandTimeoutMs: timeoutMs }, `guance-jira-${name}`);
  onRedisError(redis, onError);
  const queue = new Queue(QUEUE_NAME, {
    connection: redis,
    prefix: keysFor(settings.REDIS_PREFIX).bullPrefix,
    // With either of these missing, a queue made while Redis is down hangs, or stays broken when Redis is back.
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  queue.on('error', onError);
  return {
    redis,
    queue,
    close: async () => {
      await queue.close().catch(onError);
      redis.disconnect();
    },
  };
}

/** A Cluster that is connected calls itself `connect` or `ready`. */
export function isReady(redis: RedisClient): boolean {
  return redis.status === 'ready' || (redis.isCluster && redis.status === 'connect');
}
