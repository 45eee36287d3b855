import { expect, it } from 'vitest';
import { faultsOf } from './faults/index.ts';
import { runChaos } from './run-chaos.ts';

// Each seed has a stack of its own, and mostly waits.
it.concurrent.each([
  [2, 'cloud'],
  [3, 'datacenter'],
] as const)(
  'what people do in Jira reaches Guance once for each closing, whatever is killed, lost, repeated or late (seed %i, %s)',
  async (seed, dialect) => {
    const faults = faultsOf(seed, dialect, 'back');
    const options = { seed, alerts: 40, overMs: 20_000, dialect, group: 'back', faults, answersWrong: 0.1 } as const;
    const report = await runChaos(options);

    // As text, so that each stands in the summary of a run, which cuts objects.
    const problems = report.problems.map(({ alert, text }) => `${alert ?? 'all'}: ${text}`);
    expect(problems.join('\n'), report.timelines.at(-1)).toBe('');
    // It proves nothing unless something was told while something failed.
    expect(report.saysLittleOf).toEqual([]);
    expect(report.back.wrong).toBeGreaterThan(0);
    expect(Object.keys(report.actions).length).toBeGreaterThan(1);
  },
  900_000,
);
