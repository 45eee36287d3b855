/** The clock of Redis's machine was hours ahead and is set right: every time that was stored before lies hours ahead now. */

import type { Memory } from '@guance-jira/ledger';
import { type LedgerEntry, openEntry } from '@guance-jira/ledger';
import { endPauses, pauseFor, readPauses } from '@guance-jira/operations';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIssueWrites } from '../issue/write-limiter.ts';
import { type Circuit, type CircuitOptions, createCircuit } from './circuit.ts';
import { afterAnswers, afterRefusal, BOUNDS, firstRate } from './learn-rate.ts';

const SITE = 'http://jira';
const HOURS = 3_600_000;

describe.skipIf(SKIPPED)(`after the clock of Redis was set back by three hours${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
  });

  const circuit = (change: Partial<CircuitOptions> = {}): Circuit =>
    createCircuit(redis.client, keys, {
      site: SITE,
      rps: () => 20,
      careful: () => false,
      login: () => 'login-1',
      sleep: async () => {},
      random: () => 0,
      onPause: () => {},
      ...change,
    });
  /** What a clock that is set back makes of every time in a hash. */
  const setBack = async (key: string, ...fields: string[]) => {
    for (const field of fields)
      if (await redis.client.hexists(key, field)) await redis.client.hincrby(key, field, 3 * HOURS);
  };
  const pauseKey = () => keys.pause(SITE);

  it.each<[string, () => number | { start: number; most: number }]>([
    ['set by hand', () => 20],
    ['that is learnt', () => ({ start: 20, most: 100 })],
  ])('requests go on within a few seconds, at a rate %s', async (_name, rps) => {
    const slept: number[] = [];
    const { acquire } = circuit({ rps, sleep: async (ms) => void slept.push(ms) });
    await acquire();
    await redis.client.incrby(keys.bucket(SITE), 3 * HOURS);

    expect(await acquire()).toEqual({ go: true, probe: false });
    expect(slept).toEqual([]);
    const [seconds] = await redis.client.time();
    expect(Number(await redis.client.get(keys.bucket(SITE)))).toBeLessThan(Number(seconds) * 1000 + 2000);
  });

  it('the slots of a slow rate, which lie far apart, are kept', async () => {
    const { acquire } = circuit({ rps: () => 0.05 });
    await acquire();

    expect(await acquire()).toMatchObject({ go: false, reason: 'rate' });
  });

  it('an outage is probed at once', async () => {
    const { trip, acquire } = circuit();
    await trip(true);
    await setBack(pauseKey(), 'until');

    expect(await acquire()).toMatchObject({ go: true, probe: true });
  });

  it('a worker that died while it probed holds up the others for half a minute, not for hours', async () => {
    const { trip, acquire } = circuit();
    await trip(true);
    await redis.client.hset(pauseKey(), 'until', 0);
    await acquire();
    expect(await acquire()).toMatchObject({ go: false });
    await setBack(pauseKey(), 'lease');

    expect(await acquire()).toMatchObject({ go: true, probe: true });
  });

  it('a refused login is tried again', async () => {
    const { unauthorized, acquire } = circuit({ careful: () => true });
    await unauthorized();
    await setBack(pauseKey(), 'until');

    expect(await acquire()).toMatchObject({ go: true, probe: true, reason: 'unauthorized' });
  });

  it('a rest that Jira asked for is over, of all requests and of a kind', async () => {
    const { throttled, acquire, look } = circuit();
    await throttled(60_000);
    await throttled(60_000, { scope: 'endpoint', endpoint: 'create' });
    await setBack(pauseKey(), 'until');
    await setBack(`${pauseKey()}:create`, 'until');

    expect((await look()).paused).toEqual([]);
    expect(await acquire('create')).toEqual({ go: true, probe: false });
  });

  it('the rests of an older version, which do not tell their length, are over too', async () => {
    const { throttled, acquire } = circuit();
    await throttled(60_000);
    await setBack(pauseKey(), 'until');
    await redis.client.hdel(pauseKey(), 'ms');

    expect(await acquire()).toEqual({ go: true, probe: false });
  });

  it('signs of an outage of before do not add up with those of now', async () => {
    const { trip, acquire } = circuit();
    await trip(false);
    await trip(false);
    await setBack(pauseKey(), 'signsUntil');
    await trip(false);

    expect(await acquire()).toMatchObject({ go: true });
  });

  it("a person's pause counts as begun now: it is not lost, and does not last for hours more", async () => {
    await pauseFor(redis.client, keys, SITE, { forMs: 60_000, by: 'lina', reason: 'upgrade' });
    await setBack(pauseKey(), 'manualUntil');

    const answer = await circuit().acquire();
    expect(answer).toMatchObject({ go: false, reason: 'manual' });
    expect(!answer.go && answer.ms).toBeLessThanOrEqual(66_000);
    const { manual, now } = await readPauses(redis.client, keys, SITE);
    expect((manual?.until ?? 0) - now).toBeLessThanOrEqual(60_000);
    await redis.client.hincrby(pauseKey(), 'manualUntil', -60_000);
    expect(await circuit().acquire()).toEqual({ go: true, probe: false });
  });

  it('resume ends the rests of every login', async () => {
    const { unauthorized, acquire } = circuit({ careful: () => true });
    await unauthorized();
    await endPauses(redis.client, keys, SITE);

    expect(await acquire()).toMatchObject({ go: true, probe: true });
  });

  it('writes to an issue go on', async () => {
    const waits: number[] = [];
    const { take } = createIssueWrites(redis.client, keys, { site: SITE, sleep: async (ms) => void waits.push(ms) });
    await take('1', 18);
    const key = keys.bucket(`${SITE} issue 1`);
    for (const member of await redis.client.zrange(key, '0', '-1')) await redis.client.zincrby(key, 3 * HOURS, member);
    await take('1', 1);

    expect(waits).toEqual([]);
  });

  describe('the ledger', () => {
    const entry = (eventId: string): LedgerEntry =>
      openEntry(
        redis.client,
        keys.fault('f'),
        { route: 'r', eventId },
        { keys, memory: KNOWING, site: SITE, ledgerDays: 30, waitReplicas: 0 },
      );
    beforeEach(() => redis.client.hset(keys.ledger, { epoch: 5, beat: 1 }));

    it('keeps no event of a fault waiting for one that died hours ago', async () => {
      await entry('e1').claim();
      expect(await entry('e2').claim()).toMatchObject({ found: 'busy' });
      await setBack(keys.fault('f'), 'lease');

      expect(await entry('e2').claim()).toMatchObject({ found: 'reserved' });
    });

    it('looks for a lost create as if it had been sent now, and no later', async () => {
      const first = entry('e1');
      await first.claim();
      await first.markSent();
      await first.noteAnswer('');
      await setBack(keys.fault('f'), 'sentAt', 'answered');

      const claimed = await entry('e1').claim();
      if (claimed.found !== 'sent') throw new Error(claimed.found);
      expect(claimed.sentAt).toBe(claimed.now);
      expect(claimed.answeredAt).toBe(claimed.now);
      await redis.client.hincrby(keys.fault('f'), 'sentAt', -5000);
      const later = await entry('e1').claim();
      expect(later.found === 'sent' && later.now - later.sentAt, 'its time goes on from there').toBeGreaterThanOrEqual(
        5000,
      );
    });
  });
});

it('a rate that is held after a 429 grows again when the clock has been set back', () => {
  const NOW = 50 * HOURS;
  const held = afterRefusal(firstRate(BOUNDS.cloud), 5000, BOUNDS.cloud, NOW);
  const answers = { good: 10, limit: null, near: false };

  expect(afterAnswers(held, answers, BOUNDS.cloud, NOW + 1).perSecond, 'it is held').toBe(held.perSecond);
  expect(afterAnswers(held, answers, BOUNDS.cloud, NOW - 3 * HOURS).perSecond).toBeGreaterThan(held.perSecond);
  const { heldMs: _, ...older } = held;
  expect(afterAnswers(older, answers, BOUNDS.cloud, NOW - 3 * HOURS).perSecond).toBeGreaterThan(held.perSecond);
});

const KNOWING: Memory = {
  current: async () => ({ epoch: 5, beat: 1 }),
  refresh: async () => {},
  beatSeen: () => {},
  issueSeen: () => {},
  mustAsk: async () => false,
  mayHaveForgotten: async () => false,
  now: Date.now,
  sinceEpochMs: async () => Infinity,
  emptyLookCountsInMs: async () => 0,
  close: () => {},
};
