/** `npm test`: everything that CI runs, in order, with one line of totals at the end. */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveRedis } from '@guance-jira/local-stack';
import { NOTHING, sum } from './reports.ts';
import { runStep, runTests, type StepResult } from './steps.ts';

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

const steps: [name: string, run: () => Promise<StepResult>][] = [
  ['Format and lint (biome ci)', () => runStep(['biome', 'ci', '.'], root, env)],
  ['Types (tsc)', () => runStep(['tsc', '-p', '.'], root, env)],
  ['Documents made from the schemas', () => runStep(['node', 'tools/docs/src/main.ts', '--check'], root, env)],
  ['Unit tests', () => runTests('unit', root, env)],
  // They mostly wait for processes that start, die and time out, so two files share even one core well.
  ['End-to-end tests', () => runTests('e2e', root, env, ['--maxWorkers=2'])],
];

let counts = NOTHING;
const results: string[] = [];
let ok = true;
for (const [name, run] of steps) {
  heading(name);
  const startedAt = Date.now();
  const result = await run();
  counts = sum(counts, result.counts);
  ok &&= result.ok;
  results.push(`${result.ok ? 'ok    ' : 'FAILED'}  ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
}

heading('Summary');
console.log(results.join('\n'));
for (const name of counts.skippedNames) console.log(`skipped: ${name}`);
for (const failure of counts.failures) console.log(`failed: ${failure}`);
const browserSkips = counts.skippedNames.filter((name) => name.includes('no chromium'));
if (env.CI === 'true' && browserSkips.length > 0) {
  ok = false;
  console.log(`With CI=true the browser tests must run: install chromium (${browserSkips.length} skipped).`);
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = ok ? 0 : 1;

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(2, 90 - text.length))}`);
}
