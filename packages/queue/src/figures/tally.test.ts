import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keysFor } from '../contract/keys.ts';
import { readRouteTally, readTally, type TallyCache } from './read-tally.ts';
import { createTally, TALLY_KEPT_S } from './tally.ts';

const HOUR = 3_600_000;
const T = 500_000 * HOUR;

describe.skipIf(SKIPPED !== '')(`the counts by minute${SKIPPED}`, () => {
  const keys = keysFor('tally');
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => redis.client.flushall());
  afterAll(() => redis.stop());
  const read = (from: number, to: number, slotMs: number) => readTally(redis.client, keys, { from, to, slotMs });

  it('tell what happened when, by outcome and route, over the borders of hours', async () => {
    const tally = createTally(redis.client, keys);
    tally.add({ outcome: 'created', route: 'db: main' }, 400, T - 60_000);
    tally.add({ outcome: 'created', route: 'db: main' }, 400, T + 1000);
    tally.add({ outcome: 'failed', route: null }, null, T + 59_000);
    tally.add({ outcome: 'ignored', route: 'web' }, 3, T + 61_000);
    await tally.flush();

    const { slots, totals, routes } = await read(T - 120_000, T + 120_000, 60_000);

    expect(slots.map(({ at, counts }) => [(at - T) / 60_000, counts])).toEqual([
      [-2, {}],
      [-1, { created: 1 }],
      [0, { created: 1, failed: 1 }],
      [1, { ignored: 1 }],
      [2, {}],
    ]);
    expect(totals).toMatchObject({ created: 2, failed: 1, ignored: 1, received: 0 });
    expect(routes).toEqual([
      ['db: main', 2],
      ['web', 1],
    ]);
    expect((await read(T - 120_000, T + 120_000, 7_200_000)).totals.created).toBe(2);
  });

  it('tell by the hour which routes took how many', async () => {
    const tally = createTally(redis.client, keys);
    tally.add({ outcome: 'created', route: 'db: main' }, 400, T - 60_000);
    tally.add({ outcome: 'created', route: 'db: main' }, 400, T + 1000);
    tally.add({ outcome: 'ignored', route: 'web' }, 3, T + HOUR);
    await tally.flush();
    const by = async (slotMs: number) => {
      const slots = await readRouteTally(redis.client, keys, { from: T - HOUR, to: T + HOUR, slotMs });
      return slots.map(({ at, counts }) => [(at - T) / HOUR, Object.fromEntries(counts)]);
    };

    expect(await by(HOUR)).toEqual([
      [-1, { 'db: main': 1 }],
      [0, { 'db: main': 1 }],
      [1, { web: 1 }],
    ]);
    expect((await by(4 * HOUR)).flatMap(([, counts]) => Object.entries(counts ?? {}))).toEqual([
      ['db: main', 1],
      ['db: main', 1],
      ['web', 1],
    ]);
  });

  it('add up over workers and over what each sends, and expire', async () => {
    const [one, two] = [createTally(redis.client, keys), createTally(redis.client, keys)];
    for (const tally of [one, two, one]) {
      tally.add({ outcome: 'created', route: null }, null, T);
      await tally.flush();
    }
    await one.flush();

    expect((await read(T, T + 1, 60_000)).totals.created).toBe(3);
    const ttl = await redis.client.ttl(keys.tally(T / HOUR));
    expect(ttl).toBeGreaterThan(TALLY_KEPT_S - 60);
    expect(ttl).toBeLessThanOrEqual(TALLY_KEPT_S);
  });

  it('tell of the requests to Jira, and how many it refused for being too many', async () => {
    const tally = createTally(redis.client, keys);
    for (const throttled of [false, true, false]) tally.addRequest(throttled, T + 61_000);
    await tally.flush();

    const { slots, totals } = await read(T, T + 61_000, 60_000);
    expect(slots.at(-1)?.counts).toEqual({ requests: 3, throttled: 1 });
    expect(totals).toMatchObject({ requests: 3, throttled: 1, received: 0 });
  });

  it('read hours that are over once an hour, and the one that goes on each time', async () => {
    const cache: TallyCache = { hour: 0, over: new Map() };
    const tally = createTally(redis.client, keys);
    const count = async (at: number) => {
      tally.add({ outcome: 'created', route: null }, null, at);
      await tally.flush();
    };
    const created = async (to: number) => {
      const { totals } = await readTally(redis.client, keys, { from: T - 5 * HOUR, to, slotMs: HOUR }, cache);
      return totals.created;
    };
    await count(T - 3 * HOUR);
    await count(T);
    expect(await created(T + 1)).toBe(2);
    for (const at of [T - 3 * HOUR, T - HOUR, T]) await count(at);

    expect(await created(T + 1)).toBe(4);
    expect(await created(T + HOUR)).toBe(5);
  });

  it('tell within how many seconds most alerts become issues', async () => {
    const tally = createTally(redis.client, keys);
    for (let n = 0; n < 97; n += 1) tally.add({ outcome: 'created', route: null }, 300, T);
    for (let n = 0; n < 3; n += 1) tally.add({ outcome: 'created', route: null }, 40_000, T);
    tally.add({ outcome: 'ignored', route: null }, 900_000, T);
    await tally.flush();

    expect((await read(T, T, 60_000)).seconds).toEqual({ median: 0.5, p99: 60 });
    expect((await read(T + HOUR, T + HOUR, 60_000)).seconds).toBeNull();
  });

  it('keep what Redis did not take for the next time', async () => {
    let fails = true;
    const flaky = new Proxy(redis.client, {
      get: (target, name) => {
        if (name !== 'pipeline' || !fails) return Reflect.get(target, name).bind(target);
        return () => ({ hincrby: () => {}, expire: () => {}, exec: () => Promise.reject(new Error('away')) });
      },
    });
    const tally = createTally(flaky, keys);
    tally.add({ outcome: 'resolved', route: null }, null, T);
    await expect(tally.flush()).rejects.toThrow('away');
    tally.add({ outcome: 'resolved', route: null }, null, T);
    fails = false;
    await tally.flush();

    expect((await read(T, T, 60_000)).totals.resolved).toBe(2);
  });
});
