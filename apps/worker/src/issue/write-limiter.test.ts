import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIssueWrites } from './write-limiter.ts';

const SITE = 'http://jira';

describe.skipIf(SKIPPED)(`writes to one issue${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
  });

  const keyOf = (issueId: string) => keys.bucket(`${SITE} issue ${issueId}`);
  /** As if so many milliseconds had passed for the writes that were counted. */
  const pass = async (ms: number, issueId = '1') => {
    for (const member of await redis.client.zrange(keyOf(issueId), '0', '-1'))
      await redis.client.zincrby(keyOf(issueId), -ms, member);
  };
  /** One worker, for which time passes only by its waiting. */
  const worker = (waits: number[] = []) =>
    createIssueWrites(redis.connect(), keys, {
      site: SITE,
      sleep: async (ms) => {
        waits.push(ms);
        await pass(ms);
      },
    });

  it('go at once while they are few', async () => {
    const waits: number[] = [];
    const { take } = worker(waits);
    for (let count = 0; count < 6; count += 1) await take('1', 3);

    expect(waits).toEqual([]);
  });

  it('wait before there are 20 within two seconds, over all workers', async () => {
    const waits: number[] = [];
    const [a, b] = [worker(waits), worker(waits)];
    for (let count = 0; count < 9; count += 1) await Promise.all([a.take('1', 1), b.take('1', 1)]);
    expect(waits).toEqual([]);
    await b.take('1', 1);

    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(1000);
    expect(waits[0]).toBeLessThanOrEqual(2000);
  });

  it('wait before there are 100 within thirty seconds', async () => {
    const waits: number[] = [];
    const { take } = worker(waits);
    for (let count = 0; count < 19; count += 1) {
      await take('1', 5);
      await pass(1000);
    }
    expect(waits).toEqual([]);
    await take('1', 1);

    // The first five leave the window thirty seconds after they were made.
    expect(waits[0]).toBeGreaterThan(10_000);
    expect(waits[0]).toBeLessThanOrEqual(11_000);
  });

  it('of another issue do not count', async () => {
    const waits: number[] = [];
    const { take } = worker(waits);
    await take('1', 18);
    await take('2', 18);

    expect(waits).toEqual([]);
    expect(await redis.client.pttl(keyOf('1')), 'nothing is left when it is over').toBeGreaterThan(0);
  });
});
