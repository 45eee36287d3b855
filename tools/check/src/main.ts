/**
 * `npm test`: what a person waits for: format, types, documents, unit tests and the end-to-end tests of the main promises.
 * With `rest`: all other end-to-end tests.
 */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveRedis } from '@guance-jira/local-stack';
import { type BuiltPrograms, buildPrograms } from './built/build-programs.ts';
import { e2eFiles } from './e2e-files.ts';
import { NOTHING, sum } from './reports.ts';
import { ringsOf } from './rings.ts';
import { REST_WORKERS, runStep, runTests, type StepResult, TEST_WORKERS } from './steps.ts';
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

/** `show` gets the output of one that runs beside others, once it has ended. */
type Step = [name: string, run: (show?: (output: string) => void) => Promise<StepResult>];
const rings = ringsOf(await e2eFiles());
let built: BuiltPrograms | undefined;
const build: Step = [
  'Programs that tests start',
  async (show) => {
    built = await buildPrograms(root, env, show);
    return built;
  },
];
const program =
  (...command: string[]): Step[1] =>
  (show) =>
    runStep(command, root, env, show);
const endToEnd = (workers: string, files: readonly string[]) =>
  runTests('e2e', root, built?.env ?? env, [workers, ...files]);
/** One after the other; those of one list side by side, as each has but one thread for most of its time. */
const main: Step[][] = [
  [
    ['Format and lint (biome ci)', program('biome', 'ci', '.')],
    // Several checkers each look at what they share: on two cores that others need too, they take half as much again.
    ['Types (tsc)', program('tsc', '-p', '.', '--singleThreaded')],
    ['Exports that nobody uses (knip)', program('knip', '--no-progress', '--no-config-hints')],
    ['Documents made from the schemas', program('node', 'tools/docs/src/main.ts', '--check')],
    build,
  ],
  [['Unit tests', () => runTests('unit', root, built?.env ?? env, [TEST_WORKERS])]],
  [['End-to-end tests of the main promises', () => endToEnd(TEST_WORKERS, rings.main)]],
];
const rest: Step[][] = [[build], [['All other end-to-end tests', () => endToEnd(REST_WORKERS, rings.rest)]]];

let counts = NOTHING;
const results: string[] = [];
let ok = true;
for (const together of process.argv.includes('rest') ? rest : main) {
  const alone = together.length === 1;
  const ended = together.map(async ([name, run]) => {
    if (alone) heading(name);
    const startedAt = Date.now();
    const show = (output: string) => {
      heading(name);
      console.log(output.trimEnd());
    };
    const result = await run(alone ? undefined : show);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return { result, line: `${result.ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)` };
  });
  for (const { result, line } of await Promise.all(ended)) {
    counts = sum(counts, result.counts);
    ok &&= result.ok;
    results.push(line);
  }
}
await built?.remove();
const browserSkips = counts.skippedNames.filter((name) => name.includes('no chromium'));
if (env.CI === 'true' && browserSkips.length > 0) {
  ok = false;
  results.push(`FAILED  With CI=true the browser tests must run: install chromium (${browserSkips.length} skipped).`);
}
await keepSummary(summaryOf(results, counts));
process.exitCode = ok ? 0 : 1;
