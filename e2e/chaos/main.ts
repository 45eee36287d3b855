/** `npm run chaos -- --seed 7 --runs 20 --jobs 4`: everything fails at random; then one outcome and one issue are asked for. */
// A seed repeats what is sent, killed, changed and refused, and when; how the processes meet in it is up to the machine.
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';
import { ALL_FAULTS, faultsNamed, faultsOf } from './faults/index.ts';
import type { ChaosOptions, ChaosReport } from './report.ts';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** How many seeds in a row. */
    runs: { type: 'string', default: '1' },
    /** How many runs go side by side; they mostly wait. */
    jobs: { type: 'string', default: '1' },
    alerts: { type: 'string', default: '40' },
    /** How long alerts are sent: 12, or 30 on the way back, where requests wait for their turns. */
    seconds: { type: 'string' },
    /** Per cent of Jira's answers that go wrong. */
    answers: { type: 'string', default: '5' },
    dialect: { type: 'string', default: 'all' },
    group: { type: 'string', default: 'all' },
    /** These faults in place of those that the seed draws, comma separated; empty: none. */
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    /** Timelines of guilty alerts too. */
    verbose: { type: 'boolean', default: false },
  },
});
const whole = (most: number) => z.coerce.number().int().min(1).max(most);
const Arguments = z.object({
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .default(Math.floor(Math.random() * 1_000_000)),
  runs: whole(100_000),
  jobs: whole(50),
  alerts: whole(20_000),
  seconds: z.coerce.number().positive().optional(),
  answers: z.coerce.number().min(0).max(100),
  dialect: z.enum(['cloud', 'datacenter', 'all']),
  group: z.enum(['event', 'fault', 'back', 'all']),
  only: z
    .string()
    .transform((text) => text.split(',').filter((name) => name !== ''))
    .optional(),
});

const MAX_SHOWN = 6;

if (values.list) {
  for (const { name, about } of ALL_FAULTS) console.log(`${name.padEnd(24)}${about}`);
} else {
  await runAll(Arguments.parse(values));
}

async function runAll(given: z.infer<typeof Arguments>): Promise<void> {
  const dialects = given.dialect === 'all' ? (['cloud', 'datacenter'] as const) : [given.dialect];
  const groups = given.group === 'all' ? (['event', 'fault', 'back'] as const) : [given.group];
  const waiting = Array.from({ length: given.runs }, (_, n) => given.seed + n).flatMap((seed) =>
    dialects.flatMap((dialect) => groups.map((group) => optionsOf(given, seed, dialect, group))),
  );
  let [ok, failed] = [0, 0];
  const run = waiting.length > 1 ? inAProcess : runOne;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (await run(next, given)) ok += 1;
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: given.jobs }, work));
  if (ok + failed > 1) console.log(`${ok} runs without a problem, ${failed} with`);
  if (failed > 0) process.exitCode = 1;
}

function optionsOf(
  { alerts, seconds, answers, only }: z.infer<typeof Arguments>,
  seed: number,
  dialect: 'cloud' | 'datacenter',
  group: ChaosOptions['group'],
): ChaosOptions {
  const faults = only ? faultsNamed(only) : faultsOf(seed, dialect, group);
  const overMs = 1000 * (seconds ?? (group === 'back' ? 30 : 12));
  return { seed, alerts, overMs, dialect, group, faults, answersWrong: answers / 100 };
}

/** Its sandbox then has a process of its own: what keeps one run busy must not make another's Jira slow. */
async function inAProcess(options: ChaosOptions, given: z.infer<typeof Arguments>): Promise<boolean> {
  const args = [import.meta.filename, ...argumentsOf(options, given), ...(values.verbose ? ['--verbose'] : [])];
  const { stdout, failed } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 }).then(
    (output) => ({ stdout: output.stdout, failed: false }),
    (error: unknown) => ({ stdout: String(Reflect.get(Object(error), 'stdout') || error), failed: true }),
  );
  console.log(stdout.trimEnd());
  return !failed;
}

function argumentsOf(
  { seed, dialect, group, alerts, overMs, answersWrong }: ChaosOptions,
  { only }: z.infer<typeof Arguments>,
): string[] {
  const settings = { seed, dialect, group, alerts, seconds: overMs / 1000, answers: answersWrong * 100 };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return only ? [...args, '--only', only.join(',')] : args;
}

/** What it says comes in one piece, since others run beside it. */
async function runOne(options: ChaosOptions, given: z.infer<typeof Arguments>): Promise<boolean> {
  const { seed, dialect, group, faults } = options;
  const again = `npm run chaos -- ${argumentsOf(options, given).join(' ')}`;
  const lines = [`seed ${seed}, ${dialect}, ${group}: ${faults.map(({ name }) => name).join(', ')}`];
  const ok = await runChaos(options).then(
    (report) => {
      lines.push(...linesOf(report));
      return report.problems.length === 0;
    },
    (error: unknown) => {
      const cause = error instanceof Error && error.cause ? ` (${error.cause})` : '';
      lines.push(`  ${error instanceof Error ? error.stack : error}${cause}`);
      return false;
    },
  );
  console.log([...lines, `  ${ok ? 'ok' : 'FAILED'}: ${again}`].join('\n'));
  return ok;
}

function linesOf(report: ChaosReport): string[] {
  const { sent, actions, answers, back, saysLittleOf, requests, seconds, problems, timelines } = report;
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${name} ${count}`)
      .join(' · ');
  const unacknowledged = sent.alerts.size - sent.acknowledged.size;
  return [
    `  ${seconds} s · ${sent.acknowledged.size} acknowledged, ${unacknowledged} never (${list(sent.answers)}) · ${list(actions)}`,
    `  Jira: ${requests} requests; ${list(answers)}`,
    ...(Object.keys(back).length > 0 ? [`  the way back: ${list(back)}`] : []),
    ...(saysLittleOf.length > 0 ? [`  SAYS LITTLE: nothing was ${saysLittleOf.join(', or ')}`] : []),
    ...problems.slice(0, MAX_SHOWN).map(({ alert, text }) => `  PROBLEM ${alert ?? ''} ${text}`),
    ...(problems.length > MAX_SHOWN ? [`  PROBLEM … and ${problems.length - MAX_SHOWN} more`] : []),
    ...(values.verbose ? timelines : timelines.slice(-1)),
  ];
}
