import type { RedisClient } from './redis-client.ts';

/**
 * Runs keyless commands where `key` lives, and on the very connection that writes there. In a Cluster a bare `INFO` or
 * `WAIT` would go to any node; within a pipeline they follow the key of the first command.
 * @throws the first error among the answers
 */
export async function onNodeOf(redis: RedisClient, key: string, commands: (string | number)[][]): Promise<unknown[]> {
  return (await behindKey(redis, key, ['EXISTS', key], commands)).slice(1);
}

/**
 * As `onNodeOf`, behind a command of the caller's own that names `key`; its answer comes first.
 *
 * Once the slot has moved (a failover), the first command is answered MOVED, and ioredis neither follows it nor learns from it where
 * the others were carried out: it would go on asking the old node for ever. A command by itself does both.
 * https://github.com/redis/ioredis/blob/v5.8.0/lib/Pipeline.ts (`fillResult`: `retriable`)
 */
export async function behindKey(
  redis: RedisClient,
  key: string,
  first: (string | number)[],
  commands: (string | number)[][],
): Promise<unknown[]> {
  const run = async () => {
    const pipeline = redis.pipeline();
    for (const [name, ...args] of [first, ...commands]) pipeline.call(String(name), ...args);
    return (await pipeline.exec()) ?? [];
  };
  const answers = await run();
  if (!isMoved(answers[0]?.[0])) return answersOf(answers);
  await redis.exists(key);
  return answersOf(await run());
}

function isMoved(error: Error | null | undefined): boolean {
  return error?.name === 'ReplyError' && /^(MOVED|ASK) /.test(error.message);
}

function answersOf(answers: [error: Error | null, answer: unknown][]): unknown[] {
  for (const [error] of answers) if (error) throw error;
  return answers.map(([, answer]) => answer);
}

const NEW_SERVER = ['close', '+node', '-node'] as const;

/** Calls back when the next command may meet another server than the last one. Returns the way to stop that. */
export function onNewServer(redis: RedisClient, listener: () => void): () => void {
  for (const event of NEW_SERVER) redis.on(event, listener);
  return () => {
    for (const event of NEW_SERVER) redis.off(event, listener);
  };
}

/** Why a connection fails. A Cluster tells its own error without the reason; each node tells the reason. */
export function onRedisError(redis: RedisClient, listener: (error: Error) => void): void {
  redis.on('error', listener);
  redis.on('node error', listener);
}
