/** A terminal of a person who reads the guides: one shell after another in one folder, which keep their variables. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { waitFor } from '../harness/index.ts';
import type { Run } from './table.ts';

export interface Terminal {
  /** Runs a command to its end, or until its output shows that it is ready. @throws Error with its output when it fails */
  type(command: string, how: Run): Promise<string>;
  /** What the program that goes on has written so far. */
  output(): string;
  /** Ctrl-C to the program that goes on; resolves when it and its children are gone. */
  interrupt(): Promise<void>;
}

export function openTerminal(dir: string, scratch: string, env: Readonly<Record<string, string>>): Terminal {
  const state = join(scratch, 'variables.sh');
  let running: ChildProcess | undefined;
  let written = '';
  const start = (script: string, input?: string) => {
    const stdio: StdioOptions = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    // A process group of its own, as a terminal makes one: Ctrl-C reaches all of it.
    const child = spawn('/bin/sh', ['-c', script], { cwd: dir, env, stdio, detached: true });
    if (input !== undefined) child.stdin?.end(input);
    return child;
  };
  return {
    async type(command, { until, shows, input, fails = false }) {
      let output = '';
      const collect = (child: ChildProcess) => {
        for (const stream of [child.stdout, child.stderr])
          stream?.on('data', (chunk) => {
            output += String(chunk);
            if (child === running) written += String(chunk);
          });
        return new Promise<number | null>((resolve) => child.once('close', resolve));
      };
      if (until) {
        if (running) throw new Error(`${command}: something runs already`);
        written = '';
        running = start(`[ ! -f '${state}' ] || . '${state}'; exec ${command}`);
        const ended = collect(running);
        let over = false;
        void ended.then(() => {
          over = true;
        });
        await waitFor(command, () => over || until.test(output), 170_000);
        if (over) throw new Error(`${command} ended:\n${output}`);
      } else {
        const keep = `export -p > '${state}'`;
        const child = start(`set -eu; [ ! -f '${state}' ] || . '${state}'; set -a\n${command}\n${keep}`, input);
        const code = await collect(child);
        if (code !== (fails ? 1 : 0)) throw new Error(`${command}: exit code ${code}\n${output}`);
      }
      if (shows && !shows.test(output)) throw new Error(`${command} does not show ${shows}:\n${output}`);
      return output;
    },
    output: () => written,
    async interrupt() {
      const child = running;
      running = undefined;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      // All who hold its output are gone then.
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
    },
  };
}
