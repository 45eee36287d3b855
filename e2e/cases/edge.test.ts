/** Cases from public reports: what stands before Jira, its index, refusals of everything. With real processes, in both dialects. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeCase, readEdgeCases } from './edge-file.ts';
import { allForbidden, passwordsRefused } from './edge-forbidden.ts';
import { type EdgeLab, openEdgeLab } from './edge-lab.ts';
import { throughOddAnswers } from './edge-outage.ts';
import * as refusals from './edge-refusals.ts';

/** Lanes that have a stack at one time, of both kinds of Jira together. */
const AT_ONE_TIME = 5;

type Run = (lab: EdgeLab, one: EdgeCase) => Promise<string[]>;
type Lane = Record<string, Run>;

/** Most of the time is waiting, so a few stacks go side by side; within a lane one case follows the other on the same stack. */
const LANES: readonly Lane[] = [
  all(throughOddAnswers, 1, 2, 3, 4),
  all(throughOddAnswers, 5, 6, 7, 8),
  { ...all(allForbidden, 16, 17), ...all(passwordsRefused, 18, 19) },
  {
    ...all(refusals.ownRefusal, 9, 10),
    ...all(refusals.indexThatLies, 12),
    ...all(refusals.createdButHidden, 13),
    ...all(refusals.deletedByPerson, 14),
    ...all(refusals.namesOnce, 15),
    ...all(refusals.oneBodyForEver, 11),
  },
];

function all(run: Run, ...numbers: number[]): Record<string, Run> {
  return Object.fromEntries(numbers.map((number) => [`edge-${String(number).padStart(2, '0')}`, run]));
}

function orderIn(lane: Lane, { id }: EdgeCase): number {
  return Object.keys(lane).indexOf(id);
}

/** So many have a turn at one time, in the order in which they asked. */
function turns(most: number): () => { begun: Promise<void>; over: () => void } {
  let free = most;
  const waiting: (() => void)[] = [];
  const over = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return () => {
    if (free === 0) return { begun: new Promise((resolve) => waiting.push(resolve)), over };
    free -= 1;
    return { begun: Promise.resolve(), over };
  };
}

/** What the cases of a lane set; what one of them says of the kind of Jira is true of the other kind too. */
function settingsOf(played: readonly EdgeCase[], dialect: string): Record<string, string> {
  const settings = Object.assign({}, ...played.map(({ input }) => input.settings ?? {}));
  const own = Object.entries(settings).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(own), ...('JIRA_DEPLOYMENT' in settings ? { JIRA_DEPLOYMENT: dialect } : {}) };
}

const file = readEdgeCases();
const cases = file ?? [];
const SKIPPED = file === null ? ' (skipped: no ../shared)' : '';

it.skipIf(file === null)(`every case of the file has its run${SKIPPED}`, () => {
  expect(LANES.flatMap(Object.keys).sort()).toEqual(cases.map(({ id }) => id).sort());
});

const turn = turns(AT_ONE_TIME);

describe.skipIf(file === null).concurrent.each(['cloud', 'datacenter'] as const)(
  `what stands before Jira, on %s${SKIPPED}`,
  { timeout: 600_000 },
  (dialect) => {
    // A case with a login is one of that kind of Jira; all others hold for both.
    const own = cases.filter(({ input }) => input.login === undefined || input.deployment === dialect);
    const ends = new Map<string, Promise<string[]>>();
    let lanes: Promise<unknown>[] = [];
    beforeAll(() => {
      if (file === null) return;
      lanes = LANES.map((lane) => {
        const played = own.filter(({ id }) => id in lane).sort((a, b) => orderIn(lane, a) - orderIn(lane, b));
        const { begun, over } = turn();
        const lab = begun.then(() => openEdgeLab(dialect, settingsOf(played, dialect)));
        let before: Promise<unknown> = lab;
        for (const one of played) {
          const run = lane[one.id];
          if (run === undefined) continue;
          const end = before.catch(() => {}).then(async () => run(await lab, one));
          end.catch(() => {});
          ends.set(one.id, end);
          before = end;
        }
        return before
          .catch(() => {})
          .then(async () => (await lab).close())
          .finally(over);
      });
      for (const lane of lanes) lane.catch(() => {});
    });
    afterAll(() => Promise.all(lanes), 600_000);

    it.for(own)('$id: $title', { concurrent: false }, async ({ id }) => {
      expect(await ends.get(id)).toEqual([]);
    });
  },
);
