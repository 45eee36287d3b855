import {
  connectRedis,
  keysFor,
  onRedisError,
  QUEUE_NAME,
  type RedisClient,
  type RedisSettings,
} from '@guance-jira/queue';
import { errorFields, type Log, occasionally } from '@guance-jira/service';
import { Queue } from 'bullmq';

/** A queue on a connection of its own that fails within `timeoutMs` rather than wait. */
export interface OpenedQueue {
  redis: RedisClient;
  queue: Queue;
  close(): Promise<void>;
}

export function openQueue(settings: RedisSettings, name: string, timeoutMs: number, log: Log): OpenedQueue {
  const redis = connectRedis(settings, { kind: 'producer', commandTimeoutMs: timeoutMs }, `guance-jira-${name}`);
  const report = occasionally<unknown>(10_000, (error, heldBack) =>
    log.warn('redis connection failed', { connection: name, ...errorFields(error), heldBack }),
  );
  onRedisError(redis, report);
  const queue = new Queue(QUEUE_NAME, {
    connection: redis,
    prefix: keysFor(settings.REDIS_PREFIX).bullPrefix,
    // With either of these missing, a queue made while Redis is down hangs, or stays broken when Redis is back.
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  queue.on('error', report);
  return {
    redis,
    queue,
    close: async () => {
      await queue.close().catch(report);
      redis.disconnect();
    },
  };
}

/** A Cluster that is connected calls itself `connect` or `ready`. */
export function isReady(redis: RedisClient): boolean {
  return redis.status === 'ready' || (redis.isCluster && redis.status === 'connect');
}
