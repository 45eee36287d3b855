/**
 * `npm run durability`: the tests of what a 202 promises, on the server that `npm test` takes and on newer ones: Redis 8 and Valkey 8,
 * unpacked from Debian 13 under .data. Where they cannot be had it says so; with CI=true that is a failure.
 * With `newer` on those two alone: after `npm test` the first has been asked already.
 */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveRedis, unpackNewer } from '@guance-jira/local-stack';
import { buildPrograms } from './built/build-programs.ts';
import { E2E_TESTS, UNIT_TESTS } from './durability-tests.ts';
import { NOTHING, sum } from './reports.ts';
import { runTests, TEST_WORKERS } from './steps.ts';
import { heading, keepSummary, summaryOf } from './summary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const dataDir = join(root, '.data');

const built = await buildPrograms(root, { ...process.env, PATH: path });
const results: string[] = [];
let { ok } = built;
let counts = NOTHING;
const prove = async (words: string, server: string, e2e: readonly string[], aside = false) => {
  const name = `Durability on ${words}`;
  const show = (output: string) => {
    heading(name);
    console.log(output);
  };
  if (!aside) heading(name);
  const env = { ...built.env, TEST_REDIS_SERVER: server };
  const startedAt = Date.now();
  const run = (project: string, tests: readonly string[]) =>
    runTests(project, root, env, tests, aside ? show : undefined);
  const runs = [await run('unit', UNIT_TESTS)];
  if (e2e.length > 0) runs.push(await run('e2e', [TEST_WORKERS, ...e2e]));
  const found = runs.map((run) => run.counts).reduce(sum, NOTHING);
  counts = sum(counts, found);
  const well = runs.every((run) => run.ok);
  ok &&= well;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  results.push(`${well ? 'ok    ' : 'FAILED'}  Durability on ${words} (${found.passed} passed, ${seconds} s)`);
};

if (!process.argv.includes('newer')) {
  const own = await resolveRedis({ dataDir, env: { PATH: process.env.PATH }, allowMemory: false });
  // Its end-to-end tests are all in npm test.
  if (own.kind === 'program') await prove(/(Redis|Valkey) [\d.]+/.exec(own.words)?.[0] ?? own.words, own.path, []);
}

const newer = await unpackNewer(dataDir, ['redis', 'valkey']);
const asked = (
  [
    ['redis', 'Redis 8'],
    ['valkey', 'Valkey 8'],
  ] as const
).map(async ([name, shown]) => {
  const found = newer[name];
  if (found && 'path' in found) return prove(found.words, found.path, name === 'redis' ? E2E_TESTS : [], true);
  results.push(`skipped: no ${shown} (${found?.missing ?? 'not asked for'})`);
  if (process.env.CI === 'true') ok = false;
});
// Side by side: their tests wait for most of their time. Each shows its output once it has ended.
await Promise.all(asked);

await built.remove();
await keepSummary(summaryOf(results, counts));
process.exitCode = ok ? 0 : 1;
