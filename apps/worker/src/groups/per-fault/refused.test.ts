/** What Jira will not do for an event of a fault costs a warning, never the event, and is told where that can be. */

import { failure } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUsual, CHANGES, commentsIn, endOf, scenarios, worldOf } from '../testing/fault-scenarios.ts';

describe.skipIf(SKIPPED !== '')(`an event of a fault${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const cases = scenarios.flatMap((scenario) => [400, 403, 404, 409, 413, 500].map((status) => ({ scenario, status })));
  it.each(cases)(
    'that $scenario.says ends when a change is answered $status for ever',
    async ({ scenario, status }) => {
      const usual = await asUsual(scenario, redis);
      for (const change of new Set(usual.jiraCalls.filter((call) => CHANGES.includes(call)))) {
        const world = await worldOf(scenario, redis);
        const told = commentsIn(world).length;
        const refusal = failure({ status, words: ['No.'] });
        world.jira.around = (call, act) => (call === change ? Promise.reject(refusal) : act());
        const { outcome, warnings = [] } = await world.handle(scenario.event);
        const { state } = await endOf(world, scenario, redis);

        const why = change === 'setPriority' ? 'priority: Jira refuses' : 'No.';
        expect([change, warnings.join(), outcome]).toEqual([change, expect.stringContaining(why), expect.any(String)]);
        // What it means for the object is known all the same.
        expect([state?.applied, state?.recoveredAt]).toEqual([usual.end.state?.applied, usual.end.state?.recoveredAt]);
        // An issue that does not open again says nothing more: another is opened.
        const anew = change === 'transition' && scenario.outcome === 'reopened';
        expect(world.jira.issues).toHaveLength(usual.world.jira.issues.length + (anew ? 1 : 0));
        expect(commentsIn(world)).toHaveLength(change === 'comment' || anew ? told : commentsIn(usual.world).length);
      }
    },
  );
});
