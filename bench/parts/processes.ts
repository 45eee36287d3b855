import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchProcess {
  readonly pid: number;
  /** By `performance.now()`, just before the system was asked for it. */
  readonly startedAt: number;
  /** Resolves with the first message that it sends. */
  readonly message: Promise<unknown>;
  onMessage(listener: (message: unknown) => void): void;
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end and waits for that. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** A program, from the root of the repository. */
  file: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where its output goes: a file, since reading a pipe would cost us a part of the machine. */
  outputFile: string;
  nodeArgs?: readonly string[];
  /** As systemd or an image starts it: without our channel and our guard, which take a tenth of a start. */
  alone?: boolean;
}

const root = join(import.meta.dirname, '../..');
/** Ends the child with us, whatever ends us. */
const GUARD = join(root, 'tools/local-stack/src/processes/die-with-parent.cjs');

/** `node --cpu-prof --cpu-prof-dir=.data/profiles bench/main.ts --only drain` profiles the processes that are measured, too. */
const PROFILE = process.execArgv.filter((argument) => argument.startsWith('--cpu-prof'));

export function startProcess(options: ProcessOptions): BenchProcess {
  const { file, args = [], env = {}, outputFile, nodeArgs = [], alone = false } = options;
  const output = openSync(outputFile, 'a');
  const guard = alone ? [] : ['--require', GUARD];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...PROFILE, ...nodeArgs, ...guard, join(root, file), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', output, output, ...(alone ? [] : (['ipc'] as const))],
    // In our group, what nobody guards gets the Ctrl+C that we get.
    detached: !alone,
  });
  closeSync(output);
  const message = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${file} ended:\n${readFileSync(outputFile, 'utf8').slice(-2000)}`)));
  });
  message.catch(() => undefined);
  return {
    pid: child.pid ?? -1,
    startedAt,
    message,
    onMessage: (listener) => child.on('message', listener),
    kill: (signal) => void child.kill(signal),
    stop: () => ended(child),
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
