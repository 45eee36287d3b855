/**
 * `npm run bench:compare -- --before <commit>`: the figures of that commit and of this checkout in one run, in turns, each by its own
 * bench. `--only receiver,latency` some of them, `--turns 5` more turns. Ends with code 1 when a figure is worse by more than a tenth.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCheckout, measure } from './checkout.ts';
import { type Compared, compared, lineOf } from './compared.ts';
import type { Measured } from './read-table.ts';

/** Those that say what the code costs. `lost` and `poison` take minutes and hold for the sandbox's times. */
const FIGURES = 'receiver,spool,latency,drain,memory,requests,start,storm,workers,flat';

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    only: { type: 'string', default: FIGURES },
    turns: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '1' },
  },
});
if (values.before === undefined) {
  console.error('usage: npm run bench:compare -- --before <commit>');
  process.exit(2);
}

const after = join(import.meta.dirname, '../..');
const dir = await mkdtemp(join(tmpdir(), 'guance-jira-compare-'));
const before = await createCheckout(values.before, join(dir, 'before'));
const all: Compared[] = [];
try {
  for (const name of values.only.split(',')) {
    const runs: { before: Measured[][]; after: Measured[][] } = { before: [], after: [] };
    for (let turn = 0; turn < Number(values.turns); turn += 1) {
      // Who is first changes, so that what one leaves warm helps each as often.
      const sides = turn % 2 === 0 ? (['before', 'after'] as const) : (['after', 'before'] as const);
      for (const side of sides) {
        const checkout = side === 'before' ? before.dir : after;
        runs[side].push(await measure(checkout, name, Number(values.rounds), join(dir, 'figures')));
      }
    }
    const rows = compared(runs.before, runs.after);
    all.push(...rows);
    for (const row of rows) console.log(lineOf(row));
  }
} finally {
  await before.remove();
  await rm(dir, { recursive: true, force: true });
}
const worse = all.filter((row) => row.isWorse);
console.log(`\n${worse.length === 0 ? 'none' : worse.length} of ${all.length} figures is worse by more than a tenth`);
process.exitCode = worse.length > 0 ? 1 : 0;
