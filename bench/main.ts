/**
 * `npm run bench`: the figures of docs/performance.md, each beside its reference in the same run.
 * `--quick` takes a minute, `--only receiver,drain` some of them, `--rounds 5` more rounds, `--out docs/figures` another folder.
 * Ends with code 1 when an aim is missed.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isReached, type Row } from './figure.ts';
import { figures } from './figures/index.ts';
import { markdownOf } from './parts/markdown.ts';
import { createTerminal } from './parts/terminal.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    out: { type: 'string', default: '.data/bench' },
  },
});
const names = values.only?.split(',');
const unknown = names?.filter((name) => !figures.some((figure) => figure.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${figures.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = figures.filter(({ name, quick }) => (names ? names.includes(name) : quick || !values.quick));
const outDir = resolve(values.out);
await mkdir(outDir, { recursive: true });
const terminal = createTerminal();
const rows: Row[] = [];
for (const figure of chosen) {
  const dir = await mkdtemp(join(tmpdir(), 'guance-jira-bench-'));
  const progress = (text: string) => terminal.progress(`${figure.name}: ${text}`);
  try {
    const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
    const made = await figure.run({ quick: values.quick, rounds, dir, outDir, progress });
    rows.push(...made);
    terminal.rows(made);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
await writeFile(join(outDir, 'figures.md'), markdownOf(rows, values.quick ? '--quick' : (values.only ?? '')));
terminal.end(rows, join(outDir, 'figures.md'));
process.exitCode = rows.some((row) => isReached(row) === false) ? 1 : 0;
