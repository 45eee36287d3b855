/** Two workers look after a storm whose clocks are minutes apart. */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0 }
routes: [{ name: all }]
storm: { limit: 1, window: 10m }
`;
const MINUTE = 60_000;

describe.skipIf(SKIPPED !== '')(`a storm between clocks${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: FaultWorld;
  let now: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    keys = redis.keys();
    world = faultWorld(redis.client, keys, RULES);
    now = Date.now();
    for (const n of [0, 1]) await world.attempt(fault(n));
  });
  afterEach(() => vi.useRealTimers());

  const fault = (n: number, status = 'error', at = now): Sent => ({
    ...{ df_event_id: `e${n}-${status}`, df_fault_id: `f${n}`, df_monitor_checker_event_ref: `ref-${n}` },
    ...{ df_title: `disk ${n}`, df_status: status, receivedAt: at, date: Math.floor(at / 1000) },
  });
  /** A worker whose clock goes so much ahead, or behind, looks once. */
  const lookBy = async (aheadMs: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs });
    await world.sweep();
    vi.useRealTimers();
  };
  const list = () => world.jira.issues.find(({ draft }) => draft.summary.includes('告警风暴'));
  const dueInMs = async () => {
    const [, score] = await redis.client.zrange(keys.stormsOpen, '0', '-1', 'WITHSCORES');
    return Number(score) - Date.now();
  };

  it('is left by one that is ahead so that the others go on with it at their time, should it die', async () => {
    await lookBy(12 * MINUTE);

    expect(list()?.comments).toHaveLength(1);
    expect(await dueInMs()).toBeLessThanOrEqual(5000);
  });

  it('is left by one that is behind so that nobody tells its list earlier than it may', async () => {
    await lookBy(-12 * MINUTE);

    expect(list()?.comments).toHaveLength(1);
    expect(await dueInMs()).toBeGreaterThan(0);
  });

  it('that has not ended is not closed by one that is ahead, as what comes would begin another', async () => {
    await lookBy(0);
    await world.handle(fault(1));
    await world.handle(fault(1, 'ok', now + 1000));
    await lookBy(12 * MINUTE);
    expect(list()?.status.category).not.toBe('done');

    await world.sweep(now + 12 * MINUTE);
    expect(list()?.status.category).toBe('done');
  });
});
