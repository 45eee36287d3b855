/** `npm run scenarios [-- --dialect cloud --only name --write]`: the scenarios on which others were measured, run on this product. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';
import { ALL } from './all.ts';
import { type Dialect, type Results, runScenarios } from './run-scenarios.ts';
import { asMarkdown, asText, notes, replaceScenarios, tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string' },
    only: { type: 'string' },
    /** Puts the table into docs/promises.md and its Chinese half, between the markers. */
    write: { type: 'boolean', default: false },
  },
});
const Arguments = z.object({
  dialect: z.enum(['cloud', 'datacenter']).optional(),
  only: z.enum(ALL.map(({ name }) => name)).optional(),
  write: z.boolean(),
});
const { dialect, only, write } = Arguments.parse(values);
if (write && (dialect !== undefined || only !== undefined))
  throw new Error('--write needs all scenarios in both dialects');

const results: Partial<Record<Dialect, Results>> = {};
for (const one of dialect ? [dialect] : (['cloud', 'datacenter'] as const)) {
  console.log(`Jira ${one}`);
  results[one] = await runScenarios(one, {
    only,
    report: (name, result, seconds) => console.log(`  ${name.padEnd(24)} ${result} (${seconds.toFixed(1)} s)`),
  });
}
const rows = tableOf(results).filter(([name]) => only === undefined || name === only || name === 'scenario');
console.log(`\n${asText(rows)}\n\n${notes()}`);
if (Object.values(results).some((column) => Object.values(column).some((result) => result.startsWith('FAIL'))))
  process.exitCode = 1;
if (write && process.exitCode === undefined) await writeTables();

async function writeTables(): Promise<void> {
  const markdown = `${asMarkdown(rows)}\n\n${notes().replaceAll('\n', '  \n')}`;
  for (const name of ['docs/promises.md', 'docs/promises.zh-CN.md']) {
    const path = join(repoRoot, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    const next = text === undefined ? undefined : replaceScenarios(text, markdown);
    if (next === undefined || next === text) console.log(`${name}: nothing to change, or no markers`);
    else await writeFile(path, next).then(() => console.log(`${name}: table written`));
  }
}
