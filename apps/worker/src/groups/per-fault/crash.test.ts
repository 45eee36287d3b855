/**
 * A worker may die between any two steps, and any answer of Jira may be lost: an event of a fault ends as it would have without
 * that, and nothing is done twice. Every place is tried.
 */

import { failure } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUsual, CHANGES, endOf, scenarios, worldOf } from '../testing/fault-scenarios.ts';
import type { FaultWorld } from '../testing/fault-world.ts';

class Crash extends Error {}

const answers = {
  'is lost after Jira acted': { acted: true, error: failure({ cause: 'ECONNRESET' }) },
  'is lost before Jira acted': { acted: false, error: failure({ cause: 'ECONNRESET' }) },
  'is 500 after Jira acted': { acted: true, error: failure({ status: 500 }) },
  'is 504 before Jira acted': { acted: false, error: failure({ status: 504 }) },
  'asks to slow down': { acted: false, error: failure({ status: 429, retryAfterMs: 1000 }) },
  'is that another changed the issue': { acted: false, error: failure({ status: 409 }) },
  'is that the login is refused': { acted: false, error: failure({ status: 401 }) },
  'could not be asked for': { acted: false, error: failure({ sent: false, cause: 'ECONNREFUSED' }) },
};

describe.skipIf(SKIPPED !== '')(`an event of a fault${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  describe.each(scenarios)('that $says', (scenario) => {
    it('ends as it should', async () => {
      const { end } = await asUsual(scenario, redis);

      expect(end.outcome).toBe(scenario.outcome);
      expect(end.issues).toHaveLength(scenario.issues ?? 1);
      expect(end.issues.flatMap(({ comments }) => comments)).toHaveLength(scenario.comments);
    });

    it('ends alike when the worker dies before any step', async () => {
      const usual = await asUsual(scenario, redis);
      const calls = usual.redisCalls + usual.jiraCalls.length;
      for (let dies = 1; dies <= calls; dies += 1) {
        const world = await worldOf(scenario, redis);
        let steps = 0;
        const around: FaultWorld['around'] = (call, act) => {
          steps += 1;
          if (steps === dies) throw new Crash(call);
          return act();
        };
        world.around = around;
        world.jira.around = around;
        const death: unknown = await world.handle(scenario.event).catch((error: unknown) => error);
        expect([dies, death]).toEqual([dies, expect.any(Crash)]);
        await world.handle(scenario.event);

        expect([dies, `${death}`, await endOf(world, scenario, redis)]).toEqual([dies, `${death}`, usual.end]);
      }
    });

    it.each(Object.entries(answers))('ends alike when any answer of Jira %s', async (_says, { acted, error }) => {
      const usual = await asUsual(scenario, redis);
      for (let fails = 1; fails <= usual.jiraCalls.length; fails += 1) {
        const call = usual.jiraCalls[fails - 1] ?? '';
        // Only a change can meet another.
        if (error.facts.status === 409 && !CHANGES.includes(call)) continue;
        const world = await worldOf(scenario, redis);
        let calls = 0;
        world.jira.around = async (_call, act) => {
          calls += 1;
          if (calls !== fails) return act();
          if (acted) await act();
          throw error;
        };
        await world.handle(scenario.event);

        expect([fails, call, await endOf(world, scenario, redis)]).toEqual([fails, call, usual.end]);
      }
    });
  });
});
