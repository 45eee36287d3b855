import { connectRedis, type RedisClient, RedisSettings } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe.skipIf(SKIPPED)(`a worker's connection to Redis${SKIPPED}`, () => {
  let server: TestRedis;
  let redis: RedisClient;
  beforeAll(async () => {
    server = await startRedis();
    const settings = RedisSettings.parse({ REDIS_URL: `redis://127.0.0.1:${server.port}` });
    redis = connectRedis(settings, { kind: 'worker' }, 'test');
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('sends the commands of one turn in one write, and those of the next in another', async () => {
    await redis.ping();
    const written = writesOf(redis);

    const first = await Promise.all([redis.set('a', '1'), redis.incr('a'), redis.pipeline().incr('a').exec()]);
    const second = await Promise.all([redis.get('a'), redis.del('a')]);

    expect(first).toEqual(['OK', 2, [[null, 3]]]);
    expect(second).toEqual(['3', 1]);
    expect(written()).toBe(2);
  });

  it('is made again after it was lost, and goes on in the same way', async () => {
    await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    expect(await redis.set('b', '1')).toBe('OK');
    const written = writesOf(redis);

    expect(await Promise.all([redis.incr('b'), redis.incr('b')])).toEqual([2, 3]);
    expect(written()).toBe(1);
  });
});

/** How often the socket is given something to write from now on. */
function writesOf(redis: RedisClient): () => number {
  if (!(redis instanceof Redis)) throw new Error('not a single server');
  const { stream } = redis;
  let count = 0;
  for (const name of ['_write', '_writev'] as const) {
    const write = Reflect.get(stream, name) as (...args: unknown[]) => void;
    Reflect.set(stream, name, (...args: unknown[]) => {
      count += 1;
      write.apply(stream, args);
    });
  }
  return () => count;
}
