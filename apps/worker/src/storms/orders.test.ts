/** Faults that come, rise, recover and come again in any order while storms are on: in the end nothing is left open. */

import type { LivingIssue } from '@guance-jira/jira/testing';
import { parseRules } from '@guance-jira/mapping';
import { type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const OBJECTS = 5;

const rules = (storm: string) => `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 0, recover: {}, reopenWithin: 24h }
routes: [{ name: all }]
${storm}
`;
const KEEPING = 'storm: { limit: 1, window: 10m, keep: [fatal], keepLimit: 1 }';
const which = fc.nat(30);
const Step = fc.oneof(
  // An object fails, or recovers, or `goesOn` failing; `late`: this comes after what it tells next.
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      object: fc.nat(OBJECTS - 1),
      fatal: fc.constantFrom(false, false, true),
      goesOn: fc.boolean(),
      late: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('attempt' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('attemptAll' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const), seconds: fc.constantFrom(5, 30, 700) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), which }) },
  // A person deletes the issue of the newest storm.
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteList' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('rules' as const),
      storm: fc.constantFrom('', 'storm: { limit: 50, window: 10m }', KEEPING),
    }),
  },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

describe.skipIf(SKIPPED !== '')(`storms, whatever comes when${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('leave no issue open when all has recovered', async () => {
    let storms = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 20, maxLength: 80, size: 'max' }), async (steps) => {
        const found = await played(redis, redis.keys(), steps);
        storms += found.storms;
        expect(found.open).toEqual([]);
      }),
      { numRuns: 60, seed: 5 },
    );
    // Without storms this would prove nothing.
    expect(storms).toBeGreaterThan(20);
  }, 120_000);
});

async function played(
  redis: TestRedis,
  keys: Keys,
  steps: readonly Step[],
): Promise<{ open: string[]; storms: number }> {
  const world = faultWorld(redis.client, keys, rules(KEEPING));
  let now = Date.now() - 180 * MINUTE;
  const told: { rounds: number; failing: boolean; events: number }[] = [];
  const waiting: Sent[] = [];
  const gone: Sent[] = [];
  const held: Sent[] = [];
  const tell = (object: number, fatal: boolean, goesOn: boolean): Sent => {
    const { rounds, failing, events } = told[object] ?? { rounds: 0, failing: false, events: 0 };
    const recovers = failing && !goesOn;
    told[object] = { rounds: failing ? rounds : rounds + 1, failing: !recovers, events: events + 1 };
    now += SECOND;
    return {
      ...{ df_event_id: `e-${object}-${events}`, df_fault_id: `f-${object}-${told[object].rounds}` },
      ...{ df_monitor_checker_event_ref: `ref-${object}`, df_title: `disk ${object}` },
      ...{ df_status: recovers ? 'ok' : fatal ? 'fatal' : 'error', receivedAt: now, date: Math.floor(now / 1000) },
    };
  };
  const attempt = async (event: Sent) => {
    const { step } = await world.attempt(event);
    if (step === 'fail') throw new Error(`${event.df_event_id} fails`);
    return step === 'done';
  };
  const act = async (step: Step) => {
    switch (step.do) {
      case 'tell': {
        const event = tell(step.object, step.fatal, step.goesOn);
        if (step.late) held.push(event);
        else waiting.push(event, ...held.splice(0));
        return;
      }
      case 'attempt': {
        const at = step.which % Math.max(waiting.length, 1);
        const event = waiting[at];
        if (event && (await attempt(event))) waiting.splice(at, 1);
        return;
      }
      case 'attemptAll':
        for (const event of [...waiting]) if (await attempt(event)) waiting.splice(waiting.indexOf(event), 1);
        return;
      case 'sweep':
        now += step.seconds * SECOND;
        return world.sweep(now);
      case 'delete': {
        const [event] = waiting.splice(step.which % Math.max(waiting.length, 1), 1);
        if (!event) return;
        await redis.client.del(`${keys.bullPrefix}:${QUEUE_NAME}:ev_${event.df_event_id}`);
        gone.push(event);
        return;
      }
      case 'deleteList':
        for (const issue of world.jira.issues.filter(isStorm).slice(-1)) issue.gone = true;
        return;
      case 'rules':
        world.rules = parseRules(rules(step.storm), 'rules.yaml');
    }
  };
  const settle = async () => {
    for (let round = 0; round < 40 && waiting.length > 0; round += 1) {
      await act({ do: 'attemptAll' });
      now += 5 * SECOND;
      await world.sweep(now);
    }
    if (waiting.length > 0) throw new Error(`${waiting.map(({ df_event_id }) => df_event_id)} wait`);
  };
  for (const step of steps) await act(step);
  waiting.push(...held, ...gone);
  await settle();
  for (let object = 0; object < OBJECTS; object += 1)
    if (told[object]?.failing) waiting.push(tell(object, false, false));
  await settle();
  for (let look = 0; look < 3; look += 1) {
    now += 15 * MINUTE;
    await world.sweep(now);
  }
  const { issues } = world.jira;
  const open = issues
    .filter(({ status, gone: deleted }) => !deleted && status.category !== 'done')
    .map(({ key, draft }) => `${key} ${draft.summary}`);
  return { open, storms: issues.filter(isStorm).length };
}

function isStorm({ draft }: LivingIssue): boolean {
  return draft.summary.includes('告警风暴');
}
