import type { FoundIssue } from '@guance-jira/jira';
import { fakeTracker } from '@guance-jira/jira/testing';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDuplicates, type Duplicates } from './duplicates.ts';
import type { MarkerSearch } from './marker-search.ts';

describe.skipIf(SKIPPED !== '')(`late checks for duplicates${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let duplicates: Duplicates;
  let looked: string[];
  let warnings: unknown[];
  let failing: string;
  let rests: { end: 'not_now'; ms: number } | null;
  let marked: FoundIssue[];
  let closed: string[];
  /** What happens right behind a look. */
  let behind: () => void;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    [looked, warnings, failing, rests] = [[], [], '', null];
    [marked, closed, behind] = [[], [], () => {}];
    const tracker = fakeTracker();
    tracker.closeDuplicate = async ({ key }) => {
      closed.push(key);
      return 'closed';
    };
    const markerSearch: MarkerSearch = {
      find: async (label) => {
        looked.push(label);
        if (label === failing) throw new Error('Jira search: 400');
        behind();
        return { marked, recent: null, alive: true };
      },
    };
    const log = { warn: (message: string, fields: unknown) => warnings.push([message, fields]) } as never;
    const ends = { onDuplicates: () => {}, onEnded: () => {} };
    duplicates = createDuplicates({
      ...{ redis: redis.client, keys, tracker, markerSearch, log, ...ends },
      writes: { take: async () => false },
      request: async (_endpoint, act) => (rests === null ? { end: 'done', value: await act() } : rests),
    });
  });
  const check = (label: string) =>
    duplicates.checkAfter({ label, record: 'record', language: 'zh', since: Date.now() }, [-1000]);

  it('are done past what nobody can read, which is dropped and said', async () => {
    const poison = ['', 'no json', '{}', '[1]', 'null', '{"label":7}'];
    for (const member of poison) await redis.client.zadd(keys.checks, 1, member);
    await check('one');

    await duplicates.sweep();

    expect(looked).toEqual(['one']);
    expect(await redis.client.zcard(keys.checks)).toBe(0);
    expect(warnings).toHaveLength(poison.length);
    expect(warnings).toContainEqual(['unreadable entry dropped', { key: keys.checks, characters: 7 }]);
  });

  it('are done past one that fails, which stays for later', async () => {
    failing = 'a';
    for (const label of ['a', 'b', 'c']) await check(label);

    await expect(duplicates.sweep()).rejects.toThrow('400');

    expect(looked.toSorted()).toEqual(['a', 'b', 'c']);
    expect(await redis.client.zcard(keys.checks)).toBe(1);
  });

  it('ask nothing while requests rest, and are done when they go again', async () => {
    rests = { end: 'not_now', ms: 60_000 };
    await check('one');
    await duplicates.sweep();
    expect(looked).toEqual([]);
    const [, score] = await redis.client.zrange(keys.checks, '0', '0', 'WITHSCORES');
    expect(Number(score) - Date.now()).toBeGreaterThan(50_000);
    expect(Number(score) - Date.now()).toBeLessThan(61_000);

    rests = null;
    await redis.client.zadd(keys.checks, 1, (await redis.client.zrange(keys.checks, '0', '0'))[0] ?? '');
    await duplicates.sweep();
    expect(looked).toEqual(['one']);
    expect(await redis.client.zcard(keys.checks)).toBe(0);
  });

  it('close none when a pause has begun behind the look, and do it when requests go again', async () => {
    marked = [1, 2].map((id) => ({ id: `${id}`, key: `OPS-${id}`, markers: ['one'], createdAt: Date.now() }));
    behind = () => {
      rests = { end: 'not_now', ms: 60_000 };
    };
    await check('one');
    await duplicates.sweep();
    expect([looked, closed, await redis.client.zcard(keys.checks)]).toEqual([['one'], [], 1]);

    [rests, behind] = [null, () => {}];
    await redis.client.zadd(keys.checks, 1, (await redis.client.zrange(keys.checks, '0', '0'))[0] ?? '');
    await duplicates.sweep();
    expect([closed, await redis.client.zcard(keys.checks)]).toEqual([['OPS-2'], 0]);
  });
});
