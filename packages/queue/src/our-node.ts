import type { RedisClient } from './connection.ts';

/**
 * Runs keyless commands where `key` lives, and on the very connection that writes there. In a Cluster a bare `INFO` or
 * `WAIT` would go to any node; within a pipeline they follow the key of the first command.
 * @throws the first error among the answers
 */
export async function onNodeOf(redis: RedisClient, key: string, commands: (string | number)[][]): Promise<unknown[]> {
  const pipeline = redis.pipeline().exists(key);
  for (const [name, ...args] of commands) pipeline.call(String(name), ...args);
  const answers = (await pipeline.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return answers.slice(1).map(([, answer]) => answer);
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
