/** A worker dies at each command to Redis and at each request to Guance, before or after it is carried out. */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchedDisk } from '../groups/testing/watched-disk.ts';
import { freezing } from '../testing/freezing.ts';
import { type BackWorld, backWorld } from './testing/back-world.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h, wontFix: ["Won't Do"] }
routes: [{ name: disks, back: { done: restore, wontFix: { mute: 7d } } }]`;
const ABOUT = { df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1', df_dimension_tags: '{"host":"web-1"}' };
class Crash extends Error {}

describe.skipIf(SKIPPED !== '')(`a worker that dies while it tells Guance${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  async function closed(keys: Keys, resolution: string): Promise<BackWorld> {
    const world = backWorld(redis.client, keys, RULES);
    const event = watchedDisk(ABOUT).next('critical');
    world.guance.burning.set(String(event.df_monitor_checker_event_ref), Number(event.timestamp) * 1000);
    await world.faults.handle(event);
    world.close(resolution);
    return world;
  }

  /** Dies at the nth of all calls; false when there were not so many. */
  function dyingAt(world: BackWorld, nth: number, after: boolean): () => boolean {
    let calls = 0;
    let died = false;
    const around = async <T>(_call: string, act: () => Promise<T>): Promise<T> => {
      calls += 1;
      const now = calls === nth;
      if (now && !after) died = true;
      if (now && !after) throw new Crash();
      const answer = await act();
      if (now) died = true;
      if (now) throw new Crash();
      return answer;
    };
    world.around = around;
    world.guance.around = around;
    return () => died;
  }

  async function untilEnd(world: BackWorld, keys: Keys, job = world.change()): Promise<void> {
    for (let attempts = 0; attempts < 40; attempts += 1) {
      const step = await world.attempt(job).catch((error: unknown) => {
        if (error instanceof Crash) return null;
        throw error;
      });
      if (step?.step === 'done') return;
      if (step?.step === 'fail') throw new Error(step.reason);
      world.now += step?.step === 'wait' || step?.step === 'pause' ? step.ms : 15_000;
      await redis.client.del(keys.guanceTurns('w'));
    }
    throw new Error('it found no end');
  }

  it.each([
    ['Done', 'restore'],
    ["Won't Do", 'mute'],
  ])('at any point, an issue closed as %s leads to one %s', async (resolution, deed) => {
    let points = 0;
    for (const after of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const keys = redis.keys();
        const world = await closed(keys, resolution);
        const died = dyingAt(world, nth, after);
        await untilEnd(world, keys);
        const did = world.guance.did.filter((call) => call === deed);
        expect(did, `dying ${after ? 'after' : 'before'} call ${nth}: ${world.guance.did}`).toHaveLength(1);
        expect([world.guance.burning.size, world.guance.muted.length]).toEqual(deed === 'restore' ? [0, 0] : [1, 1]);
        if (!died()) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(20);
  });

  it.each([
    ['Done', 'restore'],
    ["Won't Do", 'mute'],
  ])('is frozen at any point until another has told of an issue closed as %s: one %s', async (resolution, deed) => {
    let points = 0;
    for (let nth = 1; ; nth += 1) {
      const keys = redis.keys();
      const world = await closed(keys, resolution);
      const freezer = freezing(nth);
      world.around = freezer.around;
      world.guance.around = freezer.around;
      const job = world.change();
      const old = world.attempt(job).catch(String);
      const call = await freezer.frozenIn(old);
      if (call === '') break;
      await untilEnd(world, keys, job);
      freezer.thaw();
      await old;
      // What is on its way already cannot be held back.
      if (call === deed) continue;
      const did = world.guance.did.filter((one) => one === deed);
      expect([nth, call, did, world.guance.muted.length]).toEqual([nth, call, [deed], deed === 'mute' ? 1 : 0]);
      points += 1;
    }
    expect(points).toBeGreaterThan(10);
  });
});
