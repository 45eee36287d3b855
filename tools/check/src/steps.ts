import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsOf, NOTHING } from './reports.ts';

export interface StepResult {
  readonly ok: boolean;
  readonly counts: Counts;
}

/**
 * Runs a program; it is right when it exits with 0.
 * @param show gets its output at its end, for runs side by side; without it the output is shown as it comes
 */
export async function runStep(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  show?: (output: string) => void,
): Promise<StepResult> {
  return { ok: (await exitCodeOf(command, cwd, env, show)) === 0, counts: NOTHING };
}

/** Tests wait for Redis, for its disk, and for processes that start, die and time out, so one file more than there are cores keeps those busy; with two more the unit tests and the main ring took longer. */
export const TEST_WORKERS = maxWorkers(1);

/** The other ring waits longer for what it proves: with one file more than there are cores, these were idle for a third of the time. */
export const REST_WORKERS = maxWorkers(2);

function maxWorkers(moreThanCores: number): string {
  return `--maxWorkers=${availableParallelism() + moreThanCores}`;
}

/**
 * Runs one vitest project. No test at all, or no report, is a failure: a green run over nothing proves nothing.
 * @param show gets its output at its end, for runs side by side; without it the output is shown as it comes
 */
export async function runTests(
  project: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  options: readonly string[] = [],
  show?: (output: string) => void,
): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'guance-jira-check-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await exitCodeOf(['vitest', 'run', '--project', project, ...options, ...reporters], cwd, env, show);
    const counts = countsOf(JSON.parse(await readFile(file, 'utf8')));
    return { ok: code === 0 && counts.failed === 0 && counts.passed > 0, counts };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { ok: false, counts: { ...NOTHING, failed: 1 } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exitCodeOf(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  show?: (output: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const output = show ? 'pipe' : 'inherit';
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', output, output] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code) => {
      show?.(Buffer.concat(chunks).toString('utf8'));
      resolve(code ?? 1);
    });
  });
}
