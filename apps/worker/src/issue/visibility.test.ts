import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVisibility } from './visibility.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };
const MINUTE = 60_000;

describe.skipIf(SKIPPED !== '')(`an issue that its maker may not see${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let reads: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    reads = 0;
  });
  /** A worker by a clock of its own. */
  const worker = (now: () => number) =>
    createVisibility({
      ...{ redis: redis.client, keys, now, onHidden: () => {} },
      tracker: {
        site: 'http://jira',
        read: async () => {
          reads += 1;
          return null;
        },
      },
      circuit: { acquire: async () => ({ go: true, probe: false }) },
    });

  it('is read again after ten minutes, not before, whichever worker made it', async () => {
    let now = Date.now();
    expect(await worker(() => now).afterCreate(ISSUE)).toHaveLength(1);
    now += 9 * MINUTE;
    expect(await worker(() => now).afterCreate(ISSUE)).toEqual([]);
    expect(reads).toBe(1);
    now += 2 * MINUTE;

    expect(await worker(() => now).afterCreate(ISSUE)).toHaveLength(1);
    expect(reads).toBe(2);
  });

  it('is read again at once where it was noted by a clock that is hours ahead', async () => {
    const now = Date.now();
    await worker(() => now + 300 * MINUTE).afterCreate(ISSUE);

    await worker(() => now).afterCreate(ISSUE);
    expect(reads).toBe(2);
  });
});
