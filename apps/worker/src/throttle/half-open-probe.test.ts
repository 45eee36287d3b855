import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOverdue } from './half-open-probe.ts';

describe.skipIf(SKIPPED !== '')(`a pause that nobody has tried to end${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
  });
  afterEach(() => void vi.restoreAllMocks());
  const overdue = async (reason: string, agoMs: number) => {
    const [seconds] = await redis.client.time();
    await redis.client.hset(keys.pause('s'), { reason, until: Number(seconds) * 1000 - agoMs });
    return isOverdue(redis.client, keys.pause('s'));
  };

  it.each([
    ['unavailable', 20_000, true],
    ['unauthorized', 20_000, true],
    ['unavailable', 2000, false],
    // It ends by itself.
    ['throttled', 20_000, false],
  ])('is overdue: %s, over for %i ms: %s', async (reason, agoMs, expected) => {
    expect(await overdue(reason, agoMs)).toBe(expected);
  });

  it.each([-5, 5])("is told by Redis's clock, also where ours is %i hours ahead", async (hours) => {
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + hours * 3_600_000);

    expect([await overdue('unavailable', 20_000), await overdue('unavailable', 2000)]).toEqual([true, false]);
  });
});
