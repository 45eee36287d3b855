/** What counts towards JIRA_RETRY_FOR: the time in which Jira could not be used, and nothing else. */

import type { Memory } from '@guance-jira/ledger';
import { type LedgerEntry, openEntry } from '@guance-jira/ledger';
import { pauseFor } from '@guance-jira/operations';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Circuit, createCircuit } from '../throttle/circuit.ts';

const SITE = 'http://jira';
const MINUTE = 60_000;

describe.skipIf(SKIPPED)(`the wait for Jira that is counted${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let event: LedgerEntry;
  let circuit: Circuit;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
    circuit = createCircuit(redis.client, keys, {
      ...{ site: SITE, rps: () => 0.05, careful: () => false, login: () => 'login-1' },
      ...{ sleep: async () => {}, random: () => 0, onPause: () => {} },
    });
    event = openEntry(
      redis.client,
      keys.event('e'),
      { route: 'r', eventId: 'e' },
      { keys, memory: KNOWING, site: SITE, ledgerDays: 30, waitReplicas: 0 },
    );
  });

  /** As if so many milliseconds had passed, for everything that was noted. */
  const pass = async (ms: number) => {
    const times = { [keys.pause(SITE)]: PAUSE_TIMES, [keys.event('e')]: ['waitingSince', 'waitedAt'] };
    for (const [key, fields] of Object.entries(times))
      for (const field of fields)
        if (await redis.client.hexists(key, field)) await redis.client.hincrby(key, field, -ms);
    if (await redis.client.exists(keys.bucket(SITE))) await redis.client.decrby(keys.bucket(SITE), ms);
  };
  /** The event as throttle/acquire.ts has it wait; the milliseconds that count, or null when the request may go. */
  const tried = async (): Promise<number | null> => {
    const answer = await circuit.acquire();
    if (answer.go) return null;
    return answer.reason === 'rate' || answer.reason === 'manual' ? 0 : event.waitingMs(0);
  };
  /** Workers are at work for so long: each looks every five seconds. */
  const work = async (ms: number) => {
    let counted: number | null = 0;
    for (let done = 0; done < ms; done += 5000) {
      await pass(5000);
      counted = await tried();
    }
    return counted;
  };
  const outage = () => circuit.throttled(59 * MINUTE);

  it('is the whole of an outage', async () => {
    await outage();
    await tried();

    const counted = await work(10 * MINUTE);
    expect(counted).toBeGreaterThan(9.9 * MINUTE);
    expect(counted).toBeLessThan(10.1 * MINUTE);
  });

  it("is none of a person's pause, also one that begins in the middle of an outage", async () => {
    await outage();
    await tried();
    await work(MINUTE);
    await pauseFor(redis.client, keys, SITE, { forMs: 20 * MINUTE, by: 'lina', reason: '' });
    await work(20 * MINUTE);

    expect(await work(MINUTE)).toBeLessThan(2.3 * MINUTE);
  });

  it('is none of the days in which no worker ran', async () => {
    await outage();
    await tried();
    await work(MINUTE);
    await pass(50 * MINUTE);

    expect(await tried()).toBeLessThan(1.3 * MINUTE);
    await redis.client.hdel(keys.pause(SITE), 'reason');
    await pass(3 * 86_400_000);
    expect(await event.waitingMs(1000), 'nor where Jira was well when they stopped').toBeLessThan(1.3 * MINUTE);
  });

  it('is none of the time in which a backlog is worked off at our own rate, behind an outage', async () => {
    await event.waitingMs(1000);
    await outage();
    await tried();
    await work(5 * MINUTE);
    await circuit.close();
    await circuit.acquire();
    await work(30 * MINUTE);

    expect(await event.waitingMs(500)).toBeLessThan(5.3 * MINUTE);
  });

  it('is the time for which answers to its own requests put it aside, without the rest between', async () => {
    await event.waitingMs(1000);
    for (let tries = 0; tries < 10; tries += 1) {
      await pass(MINUTE);
      expect(await event.waitingMs(MINUTE)).toBeLessThan((tries + 1) * MINUTE + 1000);
    }
    expect(await event.waitingMs(MINUTE)).toBeGreaterThan(9 * MINUTE);
    await pass(5 * 3_600_000);

    expect(await event.waitingMs(MINUTE)).toBeLessThan(11 * MINUTE);
  });

  it('goes on after the clock of Redis was set back', async () => {
    await event.waitingMs(1000);
    await pass(MINUTE);
    await event.waitingMs(MINUTE);
    await pass(-3 * 3_600_000);

    const counted = await event.waitingMs(MINUTE);
    expect(counted).toBeGreaterThanOrEqual(0);
    expect(counted).toBeLessThan(MINUTE);
  });

  it('of a record of an older version goes on from where it was', async () => {
    await redis.client.hset(keys.event('e'), 'waitingSince', Date.now() - 10 * MINUTE);

    expect(await event.waitingMs(0)).toBeGreaterThan(9 * MINUTE);
  });
});

const PAUSE_TIMES = ['until', 'lease', 'signsUntil', 'manualUntil', 'illAt'];
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
