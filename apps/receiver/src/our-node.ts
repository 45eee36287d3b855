import type { RedisClient } from '@guance-jira/queue';

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
