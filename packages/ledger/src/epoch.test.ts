import { setTimeout as pause } from 'node:timers/promises';
import { normaliseSite } from '@guance-jira/jira';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Begun } from './begun.ts';
import { createMemory, type Memory, type MemoryOptions } from './epoch.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const TIMEOUTS = { settleMs: 2 * MINUTE, timeoutMs: 10_000, lateCommitMs: 62_000 };
/** Since the epoch. */
const EMPTY_LOOK_COUNTS_MS = TIMEOUTS.settleMs + TIMEOUTS.timeoutMs + TIMEOUTS.lateCommitMs;

/** An event of that time which arrived at once. */
const begun = (at: number | null): Begun | null => (at === null ? null : { at, eventTime: at, receivedAt: at });

describe.skipIf(SKIPPED)(`what the ledger may have forgotten${SKIPPED}`, () => {
  let redis: TestRedis;
  let replica: TestRedis | undefined;
  let keys: Keys;
  let open: Memory[];
  let renewed: string[];
  let asked: number;
  let hasIssues: boolean | null;
  let settled: boolean[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await replica?.stop();
    await redis.stop();
  });
  beforeEach(() => {
    keys = redis.keys();
    [open, renewed, asked, hasIssues, settled] = [[], [], 0, false, []];
  });
  afterEach(() => {
    for (const memory of open) memory.close();
  });

  /** A worker's memory, whose heart beats only when told. */
  const memory = (change: Partial<MemoryOptions> = {}, client = redis.client): Memory => {
    const made = createMemory(client, keys, {
      site: 'http://a',
      reconcileTimeouts: TIMEOUTS,
      ledgerDays: 30,
      beatMs: 3_600_000,
      waitReplicas: 0,
      hasIssues: async (isSettled) => {
        asked += 1;
        settled.push(isSettled);
        return hasIssues;
      },
      accounts: async () => new Map(),
      onRenewed: (reason) => renewed.push(reason),
      onEmptied: () => renewed.push('emptied'),
      onError: () => {},
      ...change,
    });
    open.push(made);
    return made;
  };
  const ledger = () => redis.client.hgetall(keys.ledger);
  /** As if the epoch had begun so long ago. */
  const epochAgo = async (ms: number, virgin?: '0' | '1') => {
    const now = Date.now();
    const replid = /master_replid:(\w+)/.exec(await redis.client.info('replication'))?.[1] ?? '';
    await redis.client.hset(keys.ledger, { epoch: now - ms, beat: 9, beatAt: now, replid });
    if (virgin) await redis.client.hset(keys.ledger, 'virgin', virgin);
  };

  describe('a first install', () => {
    it('begins an epoch, asks Jira once for all events, and forgets nothing', async () => {
      const first = memory();
      const answers = await Promise.all([null, 0, Date.now() - DAY].map((time) => first.mayHaveForgotten(begun(time))));

      expect([answers, asked, renewed]).toEqual([[false, false, false], 1, ['empty']]);
      expect(await memory().mayHaveForgotten(null), 'another worker knows it from Redis').toBe(false);
      expect(asked).toBe(1);
      expect((await ledger()).virgin).toBe('1');
    });

    it('is none when Jira holds issues of ours', async () => {
      hasIssues = true;
      const first = memory();

      expect(await first.mayHaveForgotten(null)).toBe(true);
      expect(await first.mayHaveForgotten(begun(Date.now()))).toBe(true);
      expect(asked).toBe(1);
    });

    it.each<[string, 'itself' | 'another', boolean, readonly string[]]>([
      ['some are there, as it finds itself', 'itself', true, ['empty', 'emptied']],
      ['some are there, as another worker finds', 'another', true, ['empty', 'emptied']],
      ['there is none', 'another', false, ['empty']],
    ])('tells once of a Redis that was emptied while no worker ran: %s', async (_name, who, some, told) => {
      hasIssues = some;
      const [first, other] = [memory(), memory()];
      await first.current();
      await (who === 'itself' ? first : other).mayHaveForgotten(null);
      for (const each of [first, other, first]) await each.refresh();

      expect(renewed).toEqual(told);
    });

    it('tells of no emptied Redis where it has seen only issues that it made itself', async () => {
      hasIssues = true;
      const first = memory();
      await first.current();
      first.issueSeen();

      expect(await first.mayHaveForgotten(null)).toBe(true);
      await first.refresh();
      expect([asked, renewed]).toEqual([0, ['empty']]);
    });

    it('asks again when Jira did not answer', async () => {
      let ill = true;
      const first = memory({
        hasIssues: async () => {
          if (ill) throw new Error('Jira is down');
          return false;
        },
      });
      await expect(first.mayHaveForgotten(null)).rejects.toThrow('Jira is down');
      ill = false;

      expect(await first.mayHaveForgotten(null)).toBe(false);
    });

    it('is none while nothing proves that Jira holds no issue of ours, which is asked again after a while', async () => {
      hasIssues = null;
      const first = memory({ reconcileTimeouts: { ...TIMEOUTS, settleMs: 2000 } });
      const answers = [await first.mayHaveForgotten(null), await first.mayHaveForgotten(null)];

      expect([answers, asked, await first.mustAsk(null)]).toEqual([[true, true], 1, false]);
      expect((await ledger()).virgin, 'others may learn more').toBe('');
      hasIssues = false;
      await redis.client.hset(keys.ledger, 'epoch', Date.now() - 2000);
      await first.refresh();
      expect([await first.mayHaveForgotten(null), asked]).toEqual([false, 2]);
      expect(settled, 'from JIRA_SETTLE_MS on the index has what was made before').toEqual([false, true]);
    });

    it('is not noted for an epoch that began while Jira was asked', async () => {
      const asking = Promise.withResolvers<boolean>();
      const first = memory({ hasIssues: () => asking.promise });
      const answer = first.mayHaveForgotten(null);
      await vi.waitFor(async () => expect((await ledger()).epoch).toBeDefined());
      await redis.client.del(keys.ledger);
      await first.refresh();
      asking.resolve(false);

      expect(await answer).toBe(true);
      expect((await ledger()).virgin).toBe('0');
      expect(await first.mayHaveForgotten(null)).toBe(true);
    });

    it('is known from one answer also where it takes so long that the heart beats meanwhile', async () => {
      const asking = Promise.withResolvers<boolean>();
      const [first, other] = [memory({ hasIssues: () => asking.promise }), memory()];
      const answer = first.mayHaveForgotten(null);
      await vi.waitFor(async () => expect((await ledger()).epoch).toBeDefined());
      await first.refresh();
      asking.resolve(false);
      expect(await answer).toBe(false);
      // By now Jira has what was made in this epoch.
      hasIssues = true;

      expect([await first.mayHaveForgotten(null), await other.mayHaveForgotten(null), asked]).toEqual([
        false,
        false,
        0,
      ]);
    });

    it('is judged by the first answer, as a later one sees what was made since', async () => {
      const asking = Promise.withResolvers<boolean>();
      const [first, slow] = [memory(), memory({ hasIssues: () => asking.promise })];
      await slow.current();
      const answer = slow.mayHaveForgotten(null);
      expect(await first.mayHaveForgotten(null)).toBe(false);
      asking.resolve(true);

      expect(await answer).toBe(false);
      expect((await ledger()).virgin).toBe('1');
    });

    it('says whether a request must be sent to know', async () => {
      const first = memory();

      expect(await first.mustAsk(null)).toBe(true);
      await redis.client.hset(keys.ledger, { epoch: Date.now() - 11 * MINUTE, epochHere: 0 });
      await first.refresh();
      expect(await first.mustAsk(begun(Date.now()))).toBe(false);
      expect(await first.mustAsk(null)).toBe(true);
      await first.mayHaveForgotten(null);
      expect(await first.mustAsk(null)).toBe(false);
    });
  });

  describe('by the time of the event', () => {
    it.each<[string, number | null, boolean]>([
      ['before the epoch', -60 * MINUTE, true],
      ['just after it: its first delivery may have been before', 9 * MINUTE, true],
      ['ten minutes after it', 10 * MINUTE + 1000, false],
      ['that nobody knows', null, true],
    ])('one %s', async (_name, afterEpoch, forgotten) => {
      await epochAgo(DAY, '0');
      const epoch = Number((await ledger()).epoch);

      expect(await memory().mayHaveForgotten(begun(afterEpoch === null ? null : epoch + afterEpoch))).toBe(forgotten);
      expect([asked, renewed]).toEqual([0, []]);
    });

    it.each<[string, number | null, boolean]>([
      ['older than the ledger remembers', 30 * DAY + MINUTE, true],
      ['as old as it remembers', 30 * DAY - MINUTE, false],
      ['of unknown time', null, true],
    ])('one %s, even where the first issue was made in this epoch', async (_name, age, forgotten) => {
      await epochAgo(40 * DAY, '1');

      expect(await memory().mayHaveForgotten(begun(age === null ? null : Date.now() - age))).toBe(forgotten);
    });

    it('nothing has expired in an epoch younger than LEDGER_DAYS', async () => {
      await epochAgo(DAY, '1');

      expect(await memory().mayHaveForgotten(begun(Date.now() - 100 * DAY))).toBe(false);
    });
  });

  describe('by clocks that are off', () => {
    it.each([-10, 0, 10])('it is the same time for a worker whose clock is %i minutes off', async (minutes) => {
      const real = () => performance.timeOrigin + performance.now();
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * MINUTE });
      try {
        const first = memory();
        await first.current();
        expect(Math.abs(first.now() - real())).toBeLessThan(MINUTE);
      } finally {
        vi.useRealTimers();
      }
    });

    const HOUR = 60 * MINUTE;
    it.each<[string, Partial<Begun>]>([
      ['an event whose clock is an hour ahead', { at: HOUR, eventTime: HOUR }],
      ['one whose fault begins later than it arrived', { at: HOUR }],
      ['one that comes again long after its own time', { at: -11 * MINUTE, eventTime: -11 * MINUTE }],
      ['one whose own time is none', { eventTime: null }],
      ['one of a receiver that is an hour ahead of this worker', { at: HOUR, eventTime: HOUR, receivedAt: HOUR }],
    ])('%s is looked for', async (_name, change) => {
      const now = Date.now();
      await epochAgo(5 * MINUTE, '0');
      const ahead = { at: now + (change.at ?? 0), receivedAt: now + (change.receivedAt ?? 0) };
      const eventTime = change.eventTime === null ? null : now + (change.eventTime ?? 0);

      expect(await memory().mayHaveForgotten({ ...ahead, eventTime })).toBe(true);
    });

    it('a clock of Redis that was an hour behind when it was wiped makes no event look younger', async () => {
      const now = Date.now();
      await epochAgo(HOUR, '0');
      await redis.client.hset(keys.ledger, 'epochHere', now - 5 * MINUTE);

      expect(await memory().mayHaveForgotten(begun(now - 6 * MINUTE))).toBe(true);
      expect(await memory().mayHaveForgotten(begun(now + 6 * MINUTE)), 'later by ten minutes').toBe(true);
    });

    it('a worker that was ahead when it began the epoch has events looked for no longer than until now', async () => {
      await epochAgo(DAY, '0');
      await redis.client.hset(keys.ledger, 'epochHere', Date.now() + DAY);

      expect(await memory().mayHaveForgotten(begun(Date.now()))).toBe(true);
    });
  });

  describe('another site', () => {
    const stale = (site: string) =>
      redis.client.hset(keys.ledger, 'sites', JSON.stringify({ [site]: Date.now() - 2 * MINUTE }));
    const renewedBy = async (...sites: string[]) => {
      for (const site of sites) await memory({ site }).current();
      return renewed.join(' ');
    };

    it('begins a new epoch, since ids of the one before mean nothing there', async () => {
      await epochAgo(DAY, '1');

      expect(await renewedBy('http://a')).toBe('');
      expect(await renewedBy('http://b')).toBe('moved');
      expect((await ledger()).virgin).toBe('');
    });

    it.each<[string, string, 'moved' | '']>([
      ['https://Jira.Example.com:443/', 'https://jira.example.com', ''],
      ['http://jira.example.com:80', 'HTTP://jira.example.com//', ''],
      ['https://jira.example.com/jira/', 'https://jira.example.com/jira', ''],
      ['http://jira.example.com', 'https://jira.example.com', 'moved'],
      ['https://jira.example.com', 'https://jira.example.com/jira', 'moved'],
      ['https://jira.example.com/jira', 'https://jira.example.com', 'moved'],
      ['https://jira.example.com', 'https://jira.example.com:8443', 'moved'],
      ['https://jira.example.com', 'https://10.1.2.3', 'moved'],
      ['https://x.atlassian.net', 'https://api.atlassian.com/ex/jira/1-2', 'moved'],
      ['https://api.atlassian.com/ex/jira/1-2', 'https://api.atlassian.com/ex/jira/1-3', 'moved'],
      // A path may tell large letters from small ones; whoever only writes it otherwise is looked for in vain, no more.
      ['https://jira.example.com/jira', 'https://jira.example.com/Jira', 'moved'],
    ])('is one from %s to %s: "%s"', async (before, after, expected) => {
      await epochAgo(DAY, '0');
      await stale(normaliseSite(before));

      expect(await renewedBy(normaliseSite(after))).toBe(expected);
    });

    it('begins one for each of two workers at most while they change one after the other', async () => {
      await epochAgo(DAY, '0');
      const [old, young] = [memory({ site: 'http://a' }), memory({ site: 'http://b' })];
      for (let round = 0; round < 5; round += 1) await Promise.all([old.refresh(), young.refresh()]);

      expect(renewed).toEqual(['moved']);
    });

    it('begins one on the way back too', async () => {
      await epochAgo(DAY, '0');
      await renewedBy('http://a', 'http://b');
      const now = Date.now();
      const sites = { 'http://a': now - 10 * MINUTE, 'http://b': now - MINUTE };
      await redis.client.hset(keys.ledger, 'sites', JSON.stringify(sites));

      expect(await renewedBy('http://a')).toBe('moved moved');
    });

    it('is none where only time has passed', async () => {
      await epochAgo(DAY, '0');
      await stale('http://a');

      expect(await renewedBy('http://a')).toBe('');
    });
  });

  describe('an empty look', () => {
    it('counts only when what was under way at the loss has landed, and the index had JIRA_SETTLE_MS since', async () => {
      const leftAfter = async (ms: number) => {
        await epochAgo(ms);
        return memory().emptyLookCountsInMs();
      };

      expect(await leftAfter(TIMEOUTS.settleMs)).toBeGreaterThan(62_000);
      expect(await leftAfter(EMPTY_LOOK_COUNTS_MS - MINUTE)).toBeGreaterThan(50_000);
      expect(await leftAfter(EMPTY_LOOK_COUNTS_MS)).toBeLessThanOrEqual(0);
      expect(await memory().sinceEpochMs()).toBeGreaterThanOrEqual(EMPTY_LOOK_COUNTS_MS);
    });
  });

  describe('after the clock of Redis was set back by two hours', () => {
    it('the epoch is now, for every worker, so that an empty look counts no later than after any loss', async () => {
      const [one, other] = [memory(), memory()];
      await Promise.all([one.current(), other.current()]);
      await redis.client.hincrby(keys.ledger, 'epoch', 120 * MINUTE);
      await Promise.all([one.refresh(), other.refresh()]);

      const waits = [await one.emptyLookCountsInMs(), await other.emptyLookCountsInMs()];
      await other.refresh();
      for (const ms of [...waits, await other.emptyLookCountsInMs(), await memory().emptyLookCountsInMs()])
        expect(ms).toBeLessThanOrEqual(EMPTY_LOOK_COUNTS_MS);
      expect(Number((await one.current()).epoch)).toBe(Number(await redis.client.hget(keys.ledger, 'epoch')));
      expect(renewed).toEqual(['empty']);
    });
  });

  describe('a new epoch', () => {
    it('begins when Redis was wiped while we work; then issues of ours are known to exist', async () => {
      const worker = memory();
      await worker.mayHaveForgotten(null);
      worker.issueSeen();
      const before = await worker.current();
      await redis.client.del(keys.ledger);
      await worker.refresh();

      expect(renewed).toEqual(['empty', 'wiped']);
      expect((await worker.current()).epoch).toBeGreaterThanOrEqual(before.epoch);
      expect(await worker.mayHaveForgotten(begun(Date.now()))).toBe(true);
      expect(asked, 'no search, which might lag, is needed for that').toBe(1);
    });

    it('begins when an old copy of the same epoch is put back', async () => {
      await epochAgo(DAY, '0');
      const worker = memory();
      await worker.refresh();
      worker.beatSeen(500);
      await redis.client.hset(keys.ledger, 'beat', 100);
      await worker.refresh();

      expect(renewed).toEqual(['restored']);
      expect((await worker.current()).beat, 'the beat never runs backwards').toBeGreaterThan(500);
      expect(Number((await ledger()).beat)).toBeGreaterThan(500);
    });

    it('begins at a start long after the last beat: the data may be an old copy', async () => {
      await epochAgo(DAY, '0');
      await redis.client.hset(keys.ledger, 'beatAt', Date.now() - 61_000);
      await memory().current();

      expect(renewed).toEqual(['stale']);
    });

    it('begins at a start where the last beat lies ahead: by a clock that was set back, it hides how old the data is', async () => {
      await epochAgo(DAY, '0');
      await redis.client.hset(keys.ledger, 'beatAt', Date.now() + 3_600_000);
      const worker = memory();
      await worker.current();
      await worker.refresh();
      await memory().current();

      expect(renewed).toEqual(['stale']);
    });

    it('begins, once, when a replica has taken over from the master that we knew', async () => {
      const promoted = await promotedReplica();
      await memory({}, promoted).current();
      await memory({}, promoted).current();

      expect(renewed).toEqual(['empty', 'failover']);
    });

    it('does not begin with a failover when replicas confirm what counts', async () => {
      await memory({ waitReplicas: 1 }, await promotedReplica()).current();

      expect(renewed).toEqual(['empty']);
    });

    it('does not begin with a failover that was before our time', async () => {
      const promoted = await promotedReplica();
      await promoted.hset(keys.ledger, 'replid', 'a'.repeat(40));
      await memory({}, promoted).current();

      expect(renewed).toEqual(['empty']);
    });

    it('does not begin with a second worker, nor with a restart within a minute', async () => {
      const first = memory();
      await first.current();
      const second = memory();
      await second.current();
      await first.refresh();
      await second.refresh();
      await redis.client.hset(keys.ledger, 'beatAt', Date.now() - 50_000);
      await memory().current();

      expect(renewed).toEqual(['empty']);
      expect(await first.current()).toMatchObject({ epoch: (await second.current()).epoch });
    });

    it('begun by one worker is taken over by the others', async () => {
      const [first, second] = [memory(), memory()];
      await first.current();
      await second.current();
      await redis.client.del(keys.ledger);
      await first.refresh();
      await second.refresh();

      expect(renewed).toEqual(['empty', 'wiped']);
      expect((await second.current()).epoch).toBe((await first.current()).epoch);
    });

    it('forgets that the one before was a first install', async () => {
      const worker = memory();
      expect(await worker.mayHaveForgotten(null)).toBe(false);
      await redis.client.del(keys.ledger);
      await worker.refresh();

      // The search may not show yet what was made: whoever knew a ledger need not ask it.
      expect(await worker.mayHaveForgotten(null)).toBe(true);
      expect(asked).toBe(1);
    });

    it('is no first install for others either, as soon as one that knew the ledger before comes', async () => {
      const old = memory();
      await old.current();
      await redis.client.del(keys.ledger);
      // Epochs are told apart by their milliseconds.
      await new Promise((resolve) => setTimeout(resolve, 5));
      const started = memory();
      expect(await started.mayHaveForgotten(null)).toBe(false);
      await old.refresh();
      await started.refresh();

      expect(await started.mayHaveForgotten(null)).toBe(true);
    });
  });

  it('is in doubt after a lost connection, until a beat', async () => {
    const client = redis.connect();
    const worker = memory({}, client as typeof redis.client);
    await worker.current();
    const back = new Promise((ready) => client.once('ready', ready));
    await redis.client.call('CLIENT', 'KILL', 'ID', String(await client.call('CLIENT', 'ID')));
    await back;
    // Another server, without our data, could be there now.
    await redis.client.del(keys.ledger);
    const { epoch } = await worker.current();

    expect(renewed).toEqual(['empty', 'wiped']);
    expect(String(epoch)).toBe((await ledger()).epoch);
  });

  it('reads the state once for all who wait for it', async () => {
    const worker = memory();
    const states = await Promise.all(Array.from({ length: 20 }, () => worker.current()));

    expect(new Set(states.map(({ beat }) => beat)).size).toBe(1);
    expect((await ledger()).beat).toBe('1');
  });

  /** A second Redis that has copied the first one's ledger and then taken its place. */
  async function promotedReplica(): Promise<typeof redis.client> {
    replica ??= await startRedis();
    const { client } = replica;
    await redis.client.config('SET', 'repl-diskless-sync-delay', '0');
    await client.replicaof('127.0.0.1', redis.port);
    // A master takes a new id when its first replica comes, so the ledger must know the one after that.
    while (!/slave0:.*state=online/.test(await redis.client.info('replication'))) await pause(20);
    await memory().current();
    const { beat = '' } = await ledger();
    while ((await client.hget(keys.ledger, 'beat')) !== beat) await pause(20);
    await client.replicaof('NO', 'ONE');
    return client;
  }
});
