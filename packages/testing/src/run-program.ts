import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

export interface RunningProgram {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it has written so far. */
  readonly output: { readonly out: string; readonly err: string };
  /** Its exit code, when it has written all. */
  readonly ended: Promise<unknown>;
}

const { env } = process;
const root = resolve(import.meta.dirname, '../../..');

/**
 * Starts an app with these settings and no others. Where `npm test` and CI have built it (E2E_BUILT, as in `e2e/harness/program.ts`), what
 * was built is started: its start takes a fifth of the processor time.
 */
export function runProgram(
  app: 'receiver' | 'worker' | 'console',
  settings: Readonly<Record<string, string>>,
): RunningProgram {
  const built = env.E2E_BUILT;
  const command = built ? [join(built, 'guance-jira.js'), app] : [join(root, `apps/${app}/src/main.ts`)];
  const cache = env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE } : {};
  const child = spawn(process.execPath, command, { env: { ...cache, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  return { child, output, ended: once(child, 'close').then(([code]) => code) };
}
