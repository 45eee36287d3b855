import { failure } from '@guance-jira/jira/testing';
import { openEntry } from '@guance-jira/ledger';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attempt, testSide } from '../../testing/test-jira.ts';
import { createAccounts } from '../accounts.ts';
import { createHighestKeys } from './highest-keys.ts';
import { learnHighestKey } from './learn-highest-key.ts';

describe.skipIf(SKIPPED)(`what the ledger keeps of a Jira${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    keys = redis.keys();
    await redis.client.hset(keys.ledger, { epoch: 1, beat: 1 });
  });

  const site = 'http://a';
  const entry = (eventId: string, at = site) =>
    openEntry(
      redis.client,
      keys.event(eventId),
      { route: 'disks', eventId },
      {
        ...{ keys, site: at, ledgerDays: 30, waitReplicas: 0 },
        memory: { current: async () => ({ epoch: 1, beat: 1 }), refresh: async () => {}, beatSeen: () => {} } as never,
      },
    );
  const made = async (eventId: string, key: string) => {
    const one = entry(eventId);
    await one.claim();
    await one.markSent('OPS');
    await one.confirm({ id: key.replace('OPS-', ''), key }, 'OPS');
  };
  const above = async (eventId: string) => {
    const claimed = await entry(eventId).claim();
    return claimed.found === 'sent' ? claimed.above : null;
  };
  const send = async (eventId: string) => {
    const one = entry(eventId);
    await one.claim();
    await one.markSent('OPS');
    return one;
  };

  it('is the highest key of a project, which each create teaches and each sent notes', async () => {
    await send('none');
    await made('a', 'OPS-41');
    await made('b', 'OPS-40');
    await send('c');

    expect([await above('none'), await above('c')]).toEqual([{ OPS: '' }, { OPS: 'OPS-41' }]);
  });

  it('is a lower one again where Jira gives out numbers anew', async () => {
    await made('a', 'OPS-4000');
    await made('b', 'OPS-7');
    await send('c');

    expect(await above('c')).toEqual({ OPS: 'OPS-7' });
  });

  it('stays the key known before the first POST while that one is unaccounted for', async () => {
    await made('a', 'OPS-5');
    await send('c');
    await made('b', 'OPS-9');
    await send('c');
    expect(await above('c')).toEqual({ OPS: 'OPS-5' });
    await redis.client.hdel(keys.event('c'), 'above');
    await send('c');

    expect(await above('c'), 'an older version sent the first one').toEqual({ OPS: '' });
  });

  it('is none for a record that was sent to another address; since when it was sent is kept', async () => {
    await made('a', 'OPS-5');
    await send('c');
    const { sentAt } = await redis.client.hgetall(keys.event('c'));
    const claimed = await entry('c', 'http://b').claim();

    expect(claimed).toMatchObject({ found: 'sent', sentAt: Number(sentAt), above: {}, posts: 1 });
  });

  it('is learnt by one search for all who ask, and left alone for a minute where Jira refuses that', async () => {
    let now = 0;
    let asked = 0;
    const highest = createHighestKeys(redis.client, keys, { site, now: () => now });
    const newest = async () => {
      asked += 1;
      if (asked === 1) throw failure({ status: 400 });
      return { id: '812', key: 'OPS-812' };
    };
    expect(await highest.isUnknown('OPS')).toBe(true);
    await Promise.all([highest.learn('OPS', newest), highest.learn('OPS', newest)]);
    expect([asked, await highest.isUnknown('OPS')]).toEqual([1, false]);
    now = 60_000;
    expect(await highest.isUnknown('OPS')).toBe(true);
    await highest.learn('OPS', newest);

    expect([await highest.isUnknown('OPS'), await highest.reach('OPS')]).toEqual([false, 812]);
  });

  it('is asked for again at once where what the search met concerned all requests, and the event waits', async () => {
    const highest = createHighestKeys(redis.client, keys, { site });
    const side = testSide();
    const words = ['The IP address has been rejected because it is not on the IP allowlist.'];
    side.highest = highest;
    side.tracker.newestIn = async () => Promise.reject(failure({ endpoint: 'search', status: 403, words }));
    const step = await learnHighestKey('OPS', attempt({ records: {} }), side);

    expect(step).toMatchObject({ step: 'wait' });
    expect(side.told).toEqual(['failure: forbidden', 'unauthorized']);
    expect(await highest.isUnknown('OPS')).toBe(true);
  });

  it('is whether an issue of ours in the project was ever seen', async () => {
    const highest = createHighestKeys(redis.client, keys, { site });
    expect(await highest.wasSeen('OPS')).toBe(false);
    await highest.seen('OPS');

    expect([await highest.wasSeen('OPS'), await highest.wasSeen('DBA')]).toEqual([true, false]);
  });

  it('is every account that was ever used, the last twenty of them', async () => {
    let now = 0;
    const before = createAccounts(redis.client, keys, () => now);
    for (let n = 0; n < 25; n += 1) {
      now += 1;
      await before.use(`bot-${n}`);
    }
    const present = createAccounts(redis.client, keys, () => 100);
    await present.use('lina');

    expect(await present.others()).toEqual(Array.from({ length: 19 }, (_, n) => `bot-${n + 6}`));
    expect((await present.all()).has('lina')).toBe(true);
  });
});
