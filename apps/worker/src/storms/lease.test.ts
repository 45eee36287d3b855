/** Whoever looks after a storm has it alone, for no longer than it lives. */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';
import { LEASE_MS, leased } from './lease.ts';
import { createStormStore } from './store.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault }
routes: [{ name: all }]
storm: { limit: 1, window: 10m }
`;
const ISSUE = { id: '9', key: 'OPS-9' };

describe.skipIf(SKIPPED !== '')(`a storm that is looked after${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: FaultWorld;
  let now: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    keys = redis.keys();
    world = faultWorld(redis.client, keys, RULES);
    now = Date.now();
  });
  afterEach(() => vi.useRealTimers());

  const fault = (n: number): Sent => ({
    ...{ df_event_id: `e${n}`, df_fault_id: `f${n}`, df_monitor_checker_event_ref: `ref-${n}`, df_status: 'error' },
    ...{ df_title: `disk ${n}`, receivedAt: now, date: Math.floor(now / 1000) },
  });
  /** One stands, and one waits for the list, whose issue is open. */
  const begin = async () => {
    for (const event of [fault(0), fault(1)]) await world.attempt(event);
  };
  /** Holds up the next call of this name: whoever makes it does not go on before `goOn`. */
  const heldUp = (name: string) => {
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    world.jira.around = async (call, act) => {
      if (call !== name) return act();
      world.jira.around = (_call, next) => next();
      reached.resolve();
      await held.promise;
      return act();
    };
    return { reached: reached.promise, goOn: held.resolve };
  };
  const comments = () => world.jira.issues.find(({ draft }) => draft.summary.includes('告警风暴'))?.comments;

  it('is taken over within half a minute when its worker dies before the list is told', async () => {
    await begin();
    const { reached } = heldUp('comment');
    void world.sweep(now);
    await reached;

    await world.sweep(now + 10_000);
    expect(comments()).toEqual([]);
    // Redis counts by its own clock; what the dead worker held ends there.
    for (const key of await redis.client.keys(`${keys.storms('all')}*:tended`)) {
      expect(await redis.client.pttl(key)).toBeLessThanOrEqual(LEASE_MS);
      await redis.client.pexpire(key, 0);
    }
    await world.sweep(now + 30_000);

    expect(comments()).toHaveLength(1);
  });

  it('is left to the worker that tells its list, however long Jira takes', async () => {
    await begin();
    const { reached, goOn } = heldUp('comment');
    const first = world.sweep(() => now);
    await reached;
    for (let n = 0; n < 20; n += 1) {
      now += 5000;
      vi.advanceTimersByTime(5000);
      await redis.client.ping();
      await world.sweep(now);
    }
    expect(comments()).toEqual([]);
    goOn();
    await first;

    expect(comments()).toHaveLength(1);
    const due = await redis.client.zrange(keys.stormsOpen, '0', '-1', 'WITHSCORES');
    expect(Number(due[1]) - now).toBe(5000);
  });

  it.each(['its issue is opened', 'the last fault recovers'])(
    'is told once although it becomes due while its worker tells it, since %s',
    async (what) => {
      await begin();
      const { reached, goOn } = heldUp('comment');
      const first = world.sweep(now);
      await reached;
      const storms = createStormStore(redis.client, keys, 30);
      const [text = ''] = await redis.client.zrange(keys.stormsOpen, '0', '-1');
      const window = JSON.parse(text);
      if (what === 'its issue is opened') await storms.dueNow(window);
      else for (const entry of await storms.read(window, 0, 9)) await storms.recovered(window, entry?.faultKey ?? '');
      expect(await redis.client.zscore(keys.stormsOpen, text)).toBe('0');
      await world.sweep(now + 2000);
      goOn();
      await first;

      expect(comments()).toHaveLength(1);
    },
  );

  it('leaves nothing behind for ever when Redis is wiped while its list is told', async () => {
    await begin();
    const { reached, goOn } = heldUp('comment');
    const look = world.sweep(now);
    await reached;
    await redis.client.flushall();
    goOn();
    await look;

    const left = await redis.client.keys(`${keys.storms('all')}*`);
    expect(left.length).toBeGreaterThan(0);
    for (const key of left)
      expect([key, await redis.client.ttl(key)]).toEqual([key, expect.toSatisfy((ttl) => ttl > 0)]);
  });

  it('is due at once when something happens to it while somebody looks', async () => {
    await begin();
    const storms = createStormStore(redis.client, keys, 30);
    const { windows, until } = await storms.due(now, LEASE_MS);
    for (const window of windows)
      await leased(window, until, { storms, clock: () => now }, async () => {
        await storms.dueNow(window);
        return now + 60_000;
      });

    expect((await storms.due(now, LEASE_MS)).windows).toEqual(windows);
    expect(windows).toHaveLength(1);
  });

  it('is told no second time by a worker that comes to itself after another has gone on', async () => {
    await begin();
    const storms = createStormStore(redis.client, keys, 30);
    const { windows } = await storms.due(now, LEASE_MS);
    for (const window of windows) for (const told of [5, 3]) await storms.setTold(window, told, ISSUE, 1);

    expect(await Promise.all(windows.map((window) => storms.counts(window)))).toMatchObject([{ told: 5 }]);
  });
});
