import { describe, expect, it } from 'vitest';
import { ALL_FAULTS, faultsOf } from './faults/index.ts';
import { runChaos } from './run-chaos.ts';

describe('while processes are killed, Jira fails and people change what stands', () => {
  it.each([
    [101, 'cloud', 'event'],
    [102, 'datacenter', 'event'],
    [103, 'cloud', 'fault'],
    [104, 'datacenter', 'fault'],
  ] as const)(
    'each acknowledged alert has one outcome, and no two issues are made for one (seed %i, %s, group: %s)',
    async (seed, dialect, group) => {
      const faults = faultsOf(seed, dialect, group);
      const report = await runChaos({ seed, alerts: 40, overMs: 12_000, dialect, group, faults, answersWrong: 0.1 });

      expect(report.problems, report.timelines.join('\n\n')).toEqual([]);
      // It proves nothing unless something was accepted while something failed.
      expect(report.sent.acknowledged.size).toBeGreaterThan(20);
      expect(Object.keys(report.actions).length).toBeGreaterThan(1);
    },
    600_000,
  );
});

describe('the faults of a seed', () => {
  it.each([
    ['cloud', 'event'],
    ['datacenter', 'fault'],
  ] as const)(
    'are the same each time, and a row of seeds meets nearly all of them (%s, group: %s)',
    (dialect, group) => {
      const names = (seed: number) => faultsOf(seed, dialect, group).map(({ name }) => name);

      expect(names(7)).toEqual(names(7));
      const met = new Set(Array.from({ length: 40 }, (_, seed) => names(seed)).flat());
      const possible = ALL_FAULTS.filter(
        (fault) => (fault.dialect ?? dialect) === dialect && fault.needs?.redisClock === undefined,
      );
      expect([...met]).toEqual(expect.arrayContaining(possible.map(({ name }) => name)));
    },
  );
});
