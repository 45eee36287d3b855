import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shortenLocks } from './shorten-locks.ts';

const HOURS = 3_600_000;

describe.skipIf(SKIPPED !== '')(`locks after the clock of Redis was set back by two hours${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let warnings: string[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    warnings = [];
  });
  const base = () => `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const lockOf = (id: string) => `${base()}${jobIdFor(id)}:lock`;
  const locked = async (id: string, ms: number) => {
    await redis.client.lpush(`${base()}active`, jobIdFor(id));
    await redis.client.set(lockOf(id), 'token', 'PX', ms);
  };
  const shorten = () =>
    shortenLocks(redis.client, keys, { lockMs: 15_000, stalledCheckMs: 5000 }, {
      warn: (message: string) => void warnings.push(message),
    } as never);

  it('of a killed worker last no longer than they were taken for, and the look for them goes on', async () => {
    await locked('killed', 2 * HOURS + 9000);
    await redis.client.set(`${base()}stalled-check`, '1', 'PX', 2 * HOURS);

    expect(await shorten()).toBe(2);

    expect(await redis.client.pttl(lockOf('killed'))).toBeLessThanOrEqual(15_000);
    expect(await redis.client.pttl(`${base()}stalled-check`)).toBeLessThanOrEqual(5000);
    expect(await redis.client.get(lockOf('killed'))).toBe('token');
    expect(warnings).toEqual(['locks taken by a clock that was ahead are shortened']);
  });

  it('that were taken by a right clock are left, as is a job without one', async () => {
    await locked('at work', 9000);
    await redis.client.lpush(`${base()}active`, jobIdFor('stalled'));

    expect(await shorten()).toBe(0);

    expect(await redis.client.exists(lockOf('stalled'))).toBe(0);
    expect(await redis.client.pttl(lockOf('at work'))).toBeLessThanOrEqual(9000);
    expect(warnings).toEqual([]);
  });
});
