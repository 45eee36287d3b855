import { hash } from 'node:crypto';
import type { RedisClient } from './redis-client.ts';

/** A Lua script that Redis keeps: sent whole once, and again where Redis has forgotten it (a restart, a failover). */
export type Script = (
  redis: RedisClient,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

export function script(source: string): Script {
  const sha = hash('sha1', source, 'hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(source, keys.length, ...keys, ...args);
    }
  };
}
