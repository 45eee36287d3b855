/**
 * `npm run durability`: the tests of what a 202 promises, on the server that `npm test` takes and on newer ones: Redis 8 and Valkey 8,
 * unpacked from Debian 13 under .data. Where they cannot be had it says so; with CI=true that is a failure.
 * With `newer` on those two alone: after `npm test` the first has been asked already.
 */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveRedis, unpackNewer } from '@guance-jira/local-stack';
import { E2E_TESTS, UNIT_TESTS } from './durability-tests.ts';
import { NOTHING, sum } from './reports.ts';
import { E2E_WORKERS, runTests } from './steps.ts';
import { heading, keepSummary, summaryOf } from './summary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const dataDir = join(root, '.data');

const results: string[] = [];
let ok = true;
let counts = NOTHING;
const prove = async (words: string, server: string, e2e: readonly string[]) => {
  heading(`Durability on ${words}`);
  const env = { ...process.env, PATH: path, TEST_REDIS_SERVER: server };
  const startedAt = Date.now();
  const runs = [await runTests('unit', root, env, UNIT_TESTS)];
  if (e2e.length > 0) runs.push(await runTests('e2e', root, env, [E2E_WORKERS, ...e2e]));
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
for (const [name, shown] of [
  ['redis', 'Redis 8'],
  ['valkey', 'Valkey 8'],
] as const) {
  const found = newer[name];
  if (found && 'path' in found) {
    await prove(found.words, found.path, name === 'redis' ? E2E_TESTS : []);
    continue;
  }
  results.push(`skipped: no ${shown} (${found?.missing ?? 'not asked for'})`);
  if (process.env.CI === 'true') ok = false;
}

await keepSummary(summaryOf(results, counts));
process.exitCode = ok ? 0 : 1;
