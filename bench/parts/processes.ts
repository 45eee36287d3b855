import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchProcess {
  readonly pid: number;
  /** Its output so far. */
  output(): string;
  /** The first message that it sent to us. */
  readonly message: Promise<unknown>;
  /** Asks it to end and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const root = join(import.meta.dirname, '../..');
/** Ends the child with us, whatever ends us. */
const GUARD = new URL('../../tools/local-stack/src/die-with-parent.ts', import.meta.url).href;

export interface ProcessOptions {
  /** A program, from the root of the repository. */
  file: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where its output goes: a file, since reading a pipe would cost us a part of the machine. */
  outputFile: string;
  nodeArgs?: readonly string[];
}

export function startProcess({ file, args = [], env = {}, outputFile, nodeArgs = [] }: ProcessOptions): BenchProcess {
  const output = openSync(outputFile, 'a');
  const child = spawn(process.execPath, [...nodeArgs, '--import', GUARD, join(root, file), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  const message = new Promise<unknown>((resolve) => child.once('message', resolve));
  return {
    pid: child.pid ?? -1,
    message,
    output: () => readFileSync(outputFile, 'utf8'),
    stop: (signal = 'SIGTERM') => ended(child, signal),
  };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
