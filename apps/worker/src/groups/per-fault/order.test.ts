/** A flapping object whose events come in any order: one issue, in the state of the newest event, and an outcome for each. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../testing/fault-world.ts';

const rules = (rest = '') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h${rest} }
routes: [{ name: disks }]
`;
const START = Math.floor(Date.now() / 1000) - 3600;
/** Two events of a round may share a second, and arrive together: then their ids decide. */
const ARRIVAL = Date.now();
const names = {
  'the id of each fault': (round: number) => ({ df_fault_id: `fault-${round}` }),
  'the start of each fault': (round: number) => ({ df_issue_start_time: START + round * 100 }),
  'no fault at all': () => ({}),
  'one fault all along': () => ({ df_fault_id: 'fault-0' }),
};

/** Rounds of an object: each fails, may change its level, and may recover. */
const Rounds = fc.array(
  fc.record({
    levels: fc.array(fc.constantFrom('critical', 'error', 'warning'), { minLength: 1, maxLength: 3 }),
    recovers: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

function eventsOf(
  rounds: readonly { levels: readonly string[]; recovers: boolean }[],
  nameOf: (round: number) => Sent,
): Sent[] {
  return rounds.flatMap(({ levels, recovers }, round) =>
    [...levels, ...(recovers ? ['ok'] : [])].map((df_status, index) => ({
      ...{ df_event_id: `event-${round}-${index}`, df_status, timestamp: START + round * 100 + (index >> 1) },
      ...{ df_monitor_checker_id: 'disk', df_monitor_checker_event_ref: 'ref', receivedAt: ARRIVAL },
      ...nameOf(round),
    })),
  );
}

describe.skipIf(SKIPPED !== '')(`a flapping object${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  async function expectNewest(world: FaultWorld, events: readonly Sent[]) {
    const newest = events.at(-1);
    const recovered = newest?.df_status === 'ok';
    expect(world.jira.issues).toHaveLength(1);
    expect(world.jira.issues[0]?.status.category === 'done').toBe(recovered);
    const state = JSON.parse(String(await redis.client.hget(world.keys.object('/ref/ref'), 'state')));
    expect(state).toMatchObject({ applied: { eventId: newest?.df_event_id }, level: newest?.df_status });
    const outcomes = await Promise.all(events.map((event) => world.record(event)));
    expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.every(({ outcome, issueKey }) => outcome && (issueKey || outcome === 'ignored'))).toBe(true);
  }

  it.each(Object.entries(names))('whose events name %s', async (_says, nameOf) => {
    const Case = Rounds.chain((rounds) => {
      const events = eventsOf(rounds, nameOf);
      return fc.record({
        events: fc.constant(events),
        order: fc.shuffledSubarray(events, { minLength: events.length }),
      });
    });
    await fc.assert(
      fc.asyncProperty(Case, async ({ events, order }) => {
        const world = faultWorld(redis.client, redis.keys(), rules());
        for (const event of order) await world.handle(event);
        await expectNewest(world, events);
      }),
      { numRuns: 60 },
    );
  });

  it('whose worker dies now and then', async () => {
    class Crash extends Error {}
    const Case = Rounds.chain((rounds) => {
      const events = eventsOf(rounds, names['the id of each fault']);
      const order = fc.shuffledSubarray(events, { minLength: events.length });
      return fc.record({ events: fc.constant(events), order, deaths: fc.infiniteStream(fc.nat({ max: 40 })) });
    });
    await fc.assert(
      fc.asyncProperty(Case, async ({ events, order, deaths }) => {
        const world = faultWorld(redis.client, redis.keys(), rules(', comments: { throttle: 0 }'));
        let left = 0;
        const around: FaultWorld['around'] = (call, act) => {
          left -= 1;
          if (left === 0) throw new Crash(call);
          return act();
        };
        world.around = around;
        world.jira.around = around;
        for (const event of order) {
          left = deaths.next().value ?? 0;
          await world.handle(event).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
          left = 0;
          await world.handle(event);
        }
        await expectNewest(world, events);
        const marks = world.jira.issues.flatMap(({ comments }) => comments.map(({ mark }) => mark));
        expect(marks).toEqual([...new Set(marks)]);
      }),
      { numRuns: 60 },
    );
  });
});
