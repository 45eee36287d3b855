import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putDue, takeDue } from './due-set.ts';

const OPTIONS = { most: 10, leaseMs: 60_000, furthestMs: 3_600_000 };

describe.skipIf(SKIPPED)(`what is due${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
  });
  const put = (member: string, delayMs: number) => putDue(redis.client, keys.checks, member, delayMs);
  const take = (now?: number) =>
    takeDue(redis.client, keys.checks, { ...OPTIONS, ...(now === undefined ? {} : { now }) });

  it('is taken once, and comes up again after the lease', async () => {
    await put('now', -1);
    await put('later', 3_599_000);

    expect(await take()).toEqual(['now']);
    expect(await take()).toEqual([]);
    expect(await take(Date.now() + 61_000)).toEqual(['now']);
  });

  it('is also what lies further ahead than anything is put', async () => {
    await put('set back', 3 * 3_600_000);

    expect(await take()).toEqual(['set back']);
    expect(await take(), 'and has its lease then').toEqual([]);
  });

  it('is a bounded number at a time', async () => {
    for (let count = 0; count < 15; count += 1) await put(`member ${count}`, -1);

    expect(await take()).toHaveLength(10);
    expect(await take()).toHaveLength(5);
  });
});
