/**
 * A worker may be frozen between any two steps, for so long that another takes its job and ends it. When it comes to itself it goes on
 * with what it has read before: nothing of that may be done a second time, and nothing newer be undone. Every place is tried.
 */
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezing } from '../../testing/freezing.ts';
import { asUsual, CHANGES, endOf, scenarios, worldOf } from '../testing/fault-scenarios.ts';

describe.skipIf(SKIPPED !== '')(`an event of a fault${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it.each(scenarios)(
    'that $says ends alike when its worker is frozen before any step until another has ended it',
    async (scenario) => {
      const usual = await asUsual(scenario, redis);
      const calls = usual.redisCalls + usual.jiraCalls.length;
      for (let freezes = 1; freezes <= calls; freezes += 1) {
        const world = await worldOf(scenario, redis);
        const freezer = freezing(freezes);
        world.around = freezer.around;
        world.jira.around = freezer.around;
        const old = world.attempt(scenario.event).catch(String);
        const call = await freezer.frozenIn(old);
        await world.handle(scenario.event);
        const before = await endOf(world, scenario, redis);
        freezer.thaw();
        await old;
        // What is on its way already cannot be held back: a comment is looked for, and a second issue is (see create/duplicates.ts).
        if (call === 'create' || CHANGES.includes(call)) continue;

        expect([freezes, call, before]).toEqual([freezes, call, usual.end]);
        expect([freezes, call, await endOf(world, scenario, redis)]).toEqual([freezes, call, usual.end]);
      }
    },
  );
});
