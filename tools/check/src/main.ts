/**
 * `npm test`: what a person waits for: format, types, documents, unit tests and the end-to-end tests of the main promises.
 * With `rest`: all other end-to-end tests.
 */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveRedis } from '@guance-jira/local-stack';
import { type BuiltPrograms, buildPrograms } from './built.ts';
import { e2eFiles } from './e2e-files.ts';
import { NOTHING, sum } from './reports.ts';
import { ringsOf } from './rings.ts';
import { E2E_WORKERS, runStep, runTests, type StepResult } from './steps.ts';
import { heading, keepSummary, summaryOf } from './summary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const bin = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const env: NodeJS.ProcessEnv = { ...process.env, PATH: bin };

heading('Redis for the tests');
const redis = await resolveRedis({
  dataDir: join(root, '.data'),
  // Tests kill and freeze their Redis, so never one that somebody else uses.
  env: { PATH: process.env.PATH },
  allowMemory: false,
  report: console.log,
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
if (redis.kind === 'program') env.TEST_REDIS_SERVER = redis.path;
console.log(redis.words);

type Step = [name: string, run: () => Promise<StepResult>];
const rings = ringsOf(await e2eFiles());
let built: BuiltPrograms | undefined;
const build: Step = [
  'Programs that end-to-end tests start',
  async () => {
    built = await buildPrograms(root, env);
    return built;
  },
];
const endToEnd = (files: readonly string[]) => runTests('e2e', root, built?.env ?? env, [E2E_WORKERS, ...files]);
const main: Step[] = [
  ['Format and lint (biome ci)', () => runStep(['biome', 'ci', '.'], root, env)],
  ['Types (tsc)', () => runStep(['tsc', '-p', '.'], root, env)],
  ['Exports that nobody uses (knip)', () => runStep(['knip', '--no-progress', '--no-config-hints'], root, env)],
  ['Documents made from the schemas', () => runStep(['node', 'tools/docs/src/main.ts', '--check'], root, env)],
  ['Unit tests', () => runTests('unit', root, env)],
  build,
  ['End-to-end tests of the main promises', () => endToEnd(rings.main)],
];
const rest: Step[] = [build, ['All other end-to-end tests', () => endToEnd(rings.rest)]];

let counts = NOTHING;
const results: string[] = [];
let ok = true;
for (const [name, run] of process.argv.includes('rest') ? rest : main) {
  heading(name);
  const startedAt = Date.now();
  const result = await run();
  counts = sum(counts, result.counts);
  ok &&= result.ok;
  results.push(`${result.ok ? 'ok    ' : 'FAILED'}  ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
}
await built?.remove();
const browserSkips = counts.skippedNames.filter((name) => name.includes('no chromium'));
if (env.CI === 'true' && browserSkips.length > 0) {
  ok = false;
  results.push(`FAILED  With CI=true the browser tests must run: install chromium (${browserSkips.length} skipped).`);
}
await keepSummary(summaryOf(results, counts));
process.exitCode = ok ? 0 : 1;
