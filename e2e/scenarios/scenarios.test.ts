import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL, PENDING } from './all.ts';
import { openLab } from './lab.ts';
import { RIVAL_RESULTS, RIVALS } from './rivals.ts';
import { runOne } from './run-scenarios.ts';
import { type Lab, wordFor } from './scenario.ts';
import { asMarkdown, replaceScenarios, tableOf } from './table.ts';

const active = ALL.flatMap(({ name, scenario }) => (scenario ? [[name, scenario] as const] : []));

// Side by side, as most of the time is waiting.
describe.concurrent.each(['cloud', 'datacenter'] as const)(
  'the scenarios on which others were measured, on %s',
  (dialect) => {
    let lab: Lab & { close(): Promise<void> };
    beforeAll(async () => {
      lab = await openLab(dialect);
    });
    afterAll(() => lab?.close());

    it.each(active)('%s: one issue, as it should be', { concurrent: false }, async (_name, scenario) => {
      expect(await runOne(lab, scenario)).toBe('ok');
    });
  },
);

describe('the list of scenarios', () => {
  it('has all 23, and each runs or is named as pending with its reason', () => {
    expect(ALL).toHaveLength(23);
    expect(ALL.filter(({ scenario }) => scenario === null).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(PENDING)).toEqual(ALL.filter(({ scenario }) => scenario === null).map(({ name }) => name));
  });

  it('has a result of every rival for every scenario', () => {
    expect(Object.values(RIVAL_RESULTS).filter((row) => row.length !== RIVALS.length)).toEqual([]);
  });

  it('counts one issue too many, one too few and a wrong one as a failure', () => {
    expect([wordFor({ made: 1, wanted: 1 }), wordFor({ made: 2, wanted: 1 }), wordFor({ made: 0, wanted: 1 })]).toEqual(
      ['ok', 'FAIL (2/1)', 'FAIL (0/1)'],
    );
    expect(wordFor({ made: 1, wanted: 1, fault: '735 ms' })).toBe('FAIL (1/1, 735 ms)');
  });

  it('a scenario that cannot be run to its end fails', async () => {
    const broken = { name: 'x', run: () => Promise.reject(new Error('in vain')) };
    const reset: string[] = [];

    expect(await runOne({ asUsual: async () => void reset.push('as usual') }, broken)).toBe('FAIL (in vain)');
    expect(reset).toEqual(['as usual']);
  });
});

describe('the table', () => {
  it('stands between the markers, and counts what applies', () => {
    const cloud = Object.fromEntries(ALL.map(({ name, scenario }) => [name, scenario ? 'ok' : 'pending']));
    const rows = tableOf({ cloud });
    const text = 'a\n<!-- scenarios:begin -->\nold\n<!-- scenarios:end -->\nb';

    // As counted where they were measured.
    expect(rows.at(-1)).toEqual(['passed', '23/23', '10/23', '11/23', '12/23', '8/22', '4/22', '1/22', '7/16', '3/19']);
    expect(replaceScenarios(text, asMarkdown([['x'], ['y']]))).toBe(
      'a\n<!-- scenarios:begin -->\n| x |\n|---|\n| y |\n<!-- scenarios:end -->\nb',
    );
    expect(replaceScenarios('no markers', 'x')).toBe('no markers');
  });
});
