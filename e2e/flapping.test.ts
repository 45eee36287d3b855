import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from './chaos/random.ts';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';
import type { GuanceEvent } from './harness/index.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 2s, reopenWithin: 24h }
routes: [{ name: flapping, match: { df_status: [critical, error] } }]
unmatched: ignore
`;
const CHANGES = 40;
/** As Jira Cloud counts writes to one issue. */
const LIMIT = { writes: 20, seconds: 2 };

/** So many changes of one object, oldest first: it fails and recovers in turn, and `last` is how it ends. */
function changes(last: 'ok' | 'critical', name: (round: number) => Record<string, unknown>): GuanceEvent[] {
  const object = watchedObject('flapping');
  return Array.from({ length: CHANGES }, (_, n) => {
    const fails = (CHANGES - 1 - n) % 2 === (last === 'ok' ? 1 : 0);
    const round = Math.floor((last === 'ok' ? n : n + 1) / 2);
    return object.next(fails ? 'critical' : 'ok', name(round));
  });
}

let lab: FaultLab;
beforeAll(async () => {
  lab = await openFaultLab(RULES, {
    ...{ dialect: 'cloud', workers: 2, receivers: 2 },
    sandbox: { perIssueLimit: LIMIT, indexLagMs: 500 },
    // So fast that only the limit of the issue holds it back.
    workerEnv: { JIRA_MAX_RPS: '500' },
  });
});
afterAll(() => lab?.close());

async function refused(): Promise<number> {
  return (await lab.stack.jira.requests()).filter(({ status }) => status === 429).length;
}

describe.each([
  ['ends well, faults by their ids', 'ok', (round: number) => ({ df_fault_id: `f-${round}` })],
  [
    'ends badly, faults by their start',
    'critical',
    (round: number) => ({ df_fault_id: undefined, df_issue_start_time: 1_693_000_000 + round * 120 }),
  ],
  ['ends badly, faults without a name', 'critical', () => ({ df_fault_id: undefined })],
] as const)('a flapping fault that %s', (_says, last, name) => {
  let refusedBefore = 0;
  beforeAll(async () => {
    refusedBefore = await refused();
  });

  it.each([
    [1, 'within seconds', 200, 0],
    [2, 'at once', 0, 0],
    // The lane puts in order what waits in it; what comes when all others are done has to be told by its time.
    [3, 'the one before the newest after all others', 0, 1],
  ])(
    'is one issue in the state of its newest event, in any order of arrival: seed %i, %s',
    async (seed, _says, most, late) => {
      const random = seeded(seed);
      const events = changes(last, (round) => name(round + seed * 1000));
      const held = events.splice(-2, late);
      const ends = [];
      for (const event of random.shuffled(events)) {
        ends.push(lab.outcomes(event));
        await pause(random.between(0, most));
      }
      if (held.length > 0) await Promise.all(ends);
      for (const event of held) ends.push(lab.outcomes(event));
      const lines = (await Promise.all(ends)).flat();

      const keys = new Set(lines.flatMap(({ issueKey }) => issueKey ?? []));
      expect([...keys]).toHaveLength(1);
      expect(lines.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(lines.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
      const issue = await lab.issue([...keys][0]);
      expect(issue.status === 'done').toBe(last === 'ok');
      expect(JSON.stringify(issue.labels)).toContain('guance-jira');
      const marks = Object(issue.comments).map((comment: unknown) => JSON.stringify(Object(comment).properties));
      expect(marks).toEqual([...new Set(marks)]);
      expect((await refused()) - refusedBefore).toBeLessThanOrEqual(1);
    },
  );
});
