import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spareTurnInMs, turnInMs } from './turns.ts';

describe.skipIf(SKIPPED !== '')(`turns for what may be left out${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('one is to be had where nobody else wants it, and the next is as far away as any', async () => {
    const keys = redis.keys();
    expect(await spareTurnInMs(redis.client, keys, 'w', 'chart')).toBe(0);
    expect(await spareTurnInMs(redis.client, keys, 'w', 'chart')).toBeGreaterThan(2000);
    expect(await spareTurnInMs(redis.client, keys, 'other', 'chart')).toBe(0);
  });

  it('whoever keeps a turn goes first, and never waits longer for those who keep none', async () => {
    const keys = redis.keys();
    expect(await turnInMs(redis.client, keys, 'w', 'a')).toBe(0);
    const waits = await turnInMs(redis.client, keys, 'w', 'b');
    for (let asked = 0; asked < 20; asked += 1)
      expect(await spareTurnInMs(redis.client, keys, 'w', `chart ${asked}`)).toBeGreaterThan(waits);
    expect(await turnInMs(redis.client, keys, 'w', 'b')).toBeLessThanOrEqual(waits);
  });

  it('a turn that is due and not fetched yet is not taken away', async () => {
    const keys = redis.keys();
    await redis.client.zadd(keys.guanceTurns('w'), Date.now() - 3200, 'restore of 10001');
    expect(await spareTurnInMs(redis.client, keys, 'w', 'chart')).toBeGreaterThan(0);
    expect(await turnInMs(redis.client, keys, 'w', 'restore of 10001')).toBe(0);
  });

  it('a spare turn keeps the next of the others away as any does', async () => {
    const keys = keysFor(`${redis.keys().ledger}-next`);
    expect(await spareTurnInMs(redis.client, keys, 'w', 'chart')).toBe(0);
    expect(await turnInMs(redis.client, keys, 'w', 'restore')).toBeGreaterThan(2000);
  });
});
