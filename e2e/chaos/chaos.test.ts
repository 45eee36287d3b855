import { describe, expect, it } from 'vitest';
import { runChaos } from './run-chaos.ts';

describe('while every process is killed and frozen and Jira fails in every way', () => {
  it.each([
    [101, 'cloud'],
    [102, 'datacenter'],
    [103, 'cloud'],
  ] as const)(
    'each event answered 202 gets exactly one issue (seed %i, %s)',
    async (seed, dialect) => {
      const report = await runChaos({ seed, events: 60, overMs: 20_000, dialect, faultShare: 0.15 });

      expect(report.problems, report.stories.join('\n\n')).toEqual([]);
      // It proves nothing unless something was accepted while something failed.
      expect(report.sent.acknowledged.size).toBeGreaterThan(40);
      expect(Object.keys(report.deeds).length).toBeGreaterThan(2);
      expect(Object.keys(report.faults).length).toBeGreaterThan(2);
    },
    600_000,
  );

  it('objects that fail and recover end with one issue each, in the state of their newest event (seed 104)', async () => {
    const report = await runChaos({
      seed: 104,
      events: 80,
      overMs: 20_000,
      dialect: 'cloud',
      faultShare: 0.1,
      group: 'fault',
    });

    expect(report.problems, report.stories.join('\n\n')).toEqual([]);
    expect(report.sent.acknowledged.size).toBeGreaterThan(50);
  }, 600_000);
});
