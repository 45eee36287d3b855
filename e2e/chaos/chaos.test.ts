import { describe, expect, it } from 'vitest';
import { faultsOf, possibleFaults } from './faults/index.ts';
import { runChaos } from './run-chaos.ts';

/** Each seed has a stack of its own, and mostly waits; more than two at a time would make a slow Jira of a busy machine. */
const PAIRS: readonly (readonly [seed: number, dialect: 'cloud' | 'datacenter', group: 'event' | 'fault'][])[] = [
  [
    [20, 'datacenter', 'event'],
    [104, 'datacenter', 'fault'],
  ],
  [
    [101, 'cloud', 'event'],
    [103, 'cloud', 'fault'],
  ],
];

describe('while processes are killed, Jira fails and people change what stands', () => {
  for (const [n, pair] of PAIRS.entries())
    describe(`pair ${n + 1}`, () => {
      it.concurrent.for(pair)(
        'each acknowledged alert has one outcome, and no two issues are made for one (seed %i, %s, group: %s)',
        { timeout: 600_000 },
        async ([seed, dialect, group]) => {
          const faults = faultsOf(seed, dialect, group);
          const report = await runChaos({
            seed,
            alerts: 40,
            overMs: 12_000,
            dialect,
            group,
            faults,
            answersWrong: 0.1,
          });

          const problems = report.problems.map(({ alert, text }) => `${alert ?? 'all'}: ${text}`);
          expect(problems.join('\n'), report.timelines.at(-1)).toBe('');
          // It proves nothing unless something was accepted while something failed.
          expect(report.sent.acknowledged.size).toBeGreaterThan(20);
          expect(Object.keys(report.actions).length).toBeGreaterThan(1);
        },
      );
    });
});

describe('the faults of a seed', () => {
  it.each([
    ['cloud', 'event'],
    ['cloud', 'fault'],
    ['datacenter', 'event'],
    ['datacenter', 'fault'],
    ['cloud', 'back'],
    ['datacenter', 'back'],
  ] as const)(
    'are the same each time, and any ten seeds in a row meet all of them (%s, group: %s)',
    (dialect, group) => {
      const names = (seed: number) => faultsOf(seed, dialect, group).map(({ name }) => name);
      const all = possibleFaults(dialect, group).map(({ name }) => name);

      expect(names(7)).toEqual(names(7));
      for (const first of [0, 3, 104, 207]) {
        const met = new Set(Array.from({ length: 10 }, (_, n) => names(first + n)).flat());
        expect(all.filter((name) => !met.has(name))).toEqual([]);
      }
      expect(Math.max(...Array.from({ length: 40 }, (_, seed) => names(seed).length))).toBeLessThanOrEqual(6);
    },
  );

  it('differ from round to round', () => {
    const round = (first: number) =>
      Array.from({ length: 10 }, (_, n) =>
        faultsOf(first + n, 'cloud', 'fault')
          .map(({ name }) => name)
          .join(),
      );

    expect(round(10)).not.toEqual(round(20));
  });
});
