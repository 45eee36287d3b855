/** A worker may be frozen at any step while it looks after a storm, until another has taken its place and done what there was to do. */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';
import { freezing } from '../testing/freezing.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0 }
routes: [{ name: all }]
storm: { limit: 1, window: 10m }
`;
const MINUTE = 60_000;

describe.skipIf(SKIPPED !== '')(`a storm whose worker is frozen${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  interface Storm {
    world: FaultWorld;
    keys: Keys;
    now: number;
  }
  const begun = async (): Promise<Storm> => {
    const keys = redis.keys();
    const storm = { world: faultWorld(redis.client, keys, RULES), keys, now: Date.now() };
    for (const n of [0, 1]) await storm.world.attempt(fault(n, storm.now));
    return storm;
  };
  const listed = async (): Promise<Storm> => {
    const storm = await begun();
    await storm.world.sweep(storm.now);
    await storm.world.handle(fault(1, storm.now));
    for (const n of [0, 1]) await storm.world.handle(fault(n, storm.now + MINUTE, 'ok'));
    return { ...storm, now: storm.now + 11 * MINUTE };
  };
  const issueOf = ({ world }: Storm) =>
    world.jira.issues.find(({ draft }) => draft.summary.includes('告警风暴')) ?? expect.unreachable('it has no issue');
  const fault = (n: number, at: number, status = 'error'): Sent => ({
    ...{ df_event_id: `e${n}-${status}`, df_fault_id: `f${n}`, df_monitor_checker_event_ref: `ref-${n}` },
    ...{ df_title: `disk ${n}`, df_status: status, receivedAt: at, date: Math.floor(at / 1000) },
  });

  /** Frozen before the nth step; '' where there are fewer. */
  async function frozenAt(nth: number, begin: () => Promise<Storm>, meanwhile: (storm: Storm) => void) {
    const storm = await begin();
    const { world, keys } = storm;
    const freezer = freezing(nth);
    world.around = freezer.around;
    world.jira.around = freezer.around;
    const old = world.sweep(storm.now).catch(String);
    const call = await freezer.frozenIn(old);
    // Redis counts by its own clock; what the frozen one held ends there.
    for (const key of await redis.client.keys(`${keys.storms('all')}*:tended`)) await redis.client.pexpire(key, 0);
    for (const later of [30_000, 60_000, 90_000]) await world.sweep(storm.now + later);
    meanwhile(storm);
    const before = structuredClone(issueOf(storm));
    freezer.thaw();
    await old;
    await world.sweep(storm.now + 120_000);
    return { call, before, after: issueOf(storm) };
  }

  it.each([
    ['tells its list', begun, () => {}],
    [
      'ends it, and a person opens its issue again',
      listed,
      (storm: Storm) =>
        storm.world.jira.byPerson(issueOf(storm), { status: { name: '待办', category: 'new' }, resolution: null }),
    ],
  ])('before any step, until another %s, says and moves nothing more', async (_name, begin, meanwhile) => {
    let places = 0;
    for (let nth = 1; ; nth += 1) {
      const { call, before, after } = await frozenAt(nth, begin, meanwhile);
      if (call === '') break;
      // What is on its way already cannot be held back.
      if (call === 'comment' || call === 'transition') continue;
      places += 1;
      expect([nth, call, after.comments, after.moves]).toEqual([nth, call, before.comments, before.moves]);
      expect(before.comments.length).toBeGreaterThan(0);
    }
    expect(places).toBeGreaterThan(10);
  });
});
