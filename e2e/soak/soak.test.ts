import { expect, it } from 'vitest';
import { replaceRecord } from '../harness/record.ts';
import { runSoak } from './run-soak.ts';
import { asMarkdown } from './table.ts';

// Too short to tell whether anything grows, long enough to tell that the soak sees what it shall.
it('a soak sends under every trouble, reads everything, and each event gets its one issue', async () => {
  const report = await runSoak(0.75, 1);

  expect(report.problems).toEqual([]);
  expect(report.issues).toBeGreaterThan(150);
  expect(Object.keys(report.troubles).length).toBeGreaterThan(5);
  const read = report.rows.map(({ subject, what }) => `${subject} ${what}`);
  for (const name of ['receiver', 'worker', 'worker-2'])
    for (const what of ['rss', 'heap', 'files', 'sockets', 'timers']) expect(read).toContain(`${name} ${what}`);
  expect(report.rows.filter(({ median }) => !(median > 0))).toEqual([]);
  expect(asMarkdown(report)).toContain('| redis | memory |');
}, 600_000);

it('a record goes between its markers', () => {
  expect(replaceRecord('a\n<!-- soak -->\nold\n<!-- /soak -->\nb', 'soak', 'new')).toBe(
    'a\n<!-- soak -->\nnew\n<!-- /soak -->\nb',
  );
  expect(() => replaceRecord('a', 'soak', 'new')).toThrow('markers');
});
