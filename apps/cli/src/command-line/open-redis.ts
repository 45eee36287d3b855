import type { OpenedRedis, WorkerEnv } from '@guance-jira/operations';
import { connectRedis, keysFor, onRedisError, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import { Queue } from 'bullmq';
import type { Words } from '../words/words.ts';
import { CliError } from './command.ts';

const CONNECT_TIMEOUT_MS = 5000;
const REFUSED_FOR_MS = 500;
const COMMAND_TIMEOUT_MS = 10_000;

/** Runs `use` on a connection of its own, and closes it. @throws CliError when Redis cannot be reached */
export async function withRedis<T>(
  config: WorkerEnv,
  words: Words,
  use: (opened: OpenedRedis) => Promise<T>,
): Promise<T> {
  const redis = connectRedis(config, { kind: 'producer', commandTimeoutMs: COMMAND_TIMEOUT_MS }, 'guance-jira-cli');
  let why: string | null = null;
  onRedisError(redis, (error) => {
    why = 'code' in error && error.code ? String(error.code) : error.message;
  });
  try {
    if (!(await isReady(redis, () => why !== null)))
      throw new CliError(1, words.common.redisUnreachable(why ?? 'no answer'), words.common.redisTodo);
    const keys = keysFor(config.REDIS_PREFIX);
    const options = { connection: redis, prefix: keys.bullPrefix, skipWaitingForReady: true, skipVersionCheck: true };
    const queue = new Queue(QUEUE_NAME, options);
    queue.on('error', () => undefined);
    try {
      return await use({ redis, keys, queue });
    } finally {
      await queue.close().catch(() => undefined);
    }
  } finally {
    redis.disconnect();
  }
}

/** A refused connection is tried for a moment; a Redis that is silent, or still loads its data, is given more time. */
async function isReady(redis: RedisClient, refused: () => boolean): Promise<boolean> {
  const ready = () => redis.status === 'ready' || (redis.isCluster && redis.status === 'connect');
  const start = Date.now();
  while (Date.now() < start + (refused() ? REFUSED_FOR_MS : CONNECT_TIMEOUT_MS)) {
    if (ready()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return ready();
}
