import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedis, type TestRedis } from './redis.ts';

let dir: string;
let redis: TestRedis;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guance-jira-redis-'));
  redis = await createRedis(join(dir, 'redis'));
  await redis.start();
});

afterEach(async () => {
  await redis.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('the Redis of the tests', () => {
  it('is set up as the local stack sets it up: synced at every write, nothing evicted', async () => {
    expect(await redis.call('CONFIG', 'GET', 'append*')).toEqual(expect.arrayContaining(['yes', 'always']));
    expect(await redis.call('CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
    expect(await redis.call('CONFIG', 'GET', 'bind')).toContain('127.0.0.1');
  });

  it('keeps a confirmed write over SIGKILL and comes back on the same port', async () => {
    const { url } = redis;
    await redis.call('SET', 'kept', '1');

    await redis.kill('SIGKILL');
    await expect(redis.call('GET', 'kept')).rejects.toThrow();
    await redis.start();

    expect(redis.url).toBe(url);
    expect(await redis.call('GET', 'kept')).toBe('1');
  });

  it('answers again after it was frozen and thawed', async () => {
    await redis.kill('SIGSTOP');
    const answer = redis.call('PING');
    await redis.kill('SIGCONT');

    expect(await answer).toBe('PONG');
  });

  it('owes no answer for ever while it is frozen, so that who waits can ask another one', async () => {
    await redis.kill('SIGSTOP');

    await expect(redis.call('PING')).rejects.toThrow('timed out');
  });
});
