import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../processes/ports.ts';
import { spawnNode } from '../processes/spawn-node.ts';
import type { Service } from '../processes/supervise.ts';
import { keptSecret } from '../settings/secrets.ts';
import { startRedisServer } from './redis-server.ts';
import type { RedisChoice } from './resolve-redis.ts';

/**
 * The Redis that the local stack runs, with its address; nothing when the settings name one that runs already.
 * @param memory the program that is a Redis in memory, where that may be chosen
 */
export async function redisService(
  choice: RedisChoice,
  dataDir: string,
  memory = '',
): Promise<{ url?: string; service?: Service }> {
  if (choice.kind === 'given') return {};
  // The same port over restarts, or the others would not find it again.
  const port = await freePort();
  // Every user of this machine reaches a port of loopback. The one in memory knows no password.
  const password = choice.kind === 'program' ? await keptSecret(join(dataDir, 'redis-password')) : undefined;
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  const common = { name: 'redis', graceMs: 20_000, isReady: () => answers(url) };
  if (choice.kind === 'program') {
    const dir = join(dataDir, 'redis');
    return {
      url,
      service: {
        ...common,
        start: () =>
          startRedisServer({ path: choice.path, dir, port, ...(password === undefined ? {} : { password }) }),
      },
    };
  }
  return {
    url,
    service: {
      ...common,
      start: () => spawnNode('redis', memory, { cwd: dataDir, env: process.env, args: [String(port)] }),
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 2000 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
