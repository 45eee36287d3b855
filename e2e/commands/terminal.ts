/** A terminal of a person who reads the guides: one shell after another in one folder, which keep their variables. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../harness/index.ts';
import type { Run } from './table.ts';

export interface Terminal {
  /** Runs a command to its end, or until its output shows that it is ready. @throws Error with its output when it fails */
  type(command: string, how: Run): Promise<string>;
  /** As a new window: the variables are forgotten, the programs go on. */
  anew(): void;
  /** What the programs that go on have written so far. */
  output(): string;
  /** Ctrl-C to all programs that go on; resolves when they and their children are gone. */
  interrupt(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly over: Promise<number | null>;
  output: string;
}

export function openTerminal(dir: string, scratch: string, env: Readonly<Record<string, string>>): Terminal {
  const state = join(scratch, 'variables.sh');
  const before = `[ ! -f '${state}' ] || . '${state}'`;
  let going: Running[] = [];

  function start(script: string, input?: string): Running {
    const stdio: StdioOptions = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    // A process group of its own, as a terminal makes one: Ctrl-C reaches all of it.
    const child = spawn('/bin/sh', ['-c', script], { cwd: dir, env, stdio, detached: true });
    child.stdin?.end(input);
    // All who hold its output are gone then.
    const over = new Promise<number | null>((resolve) => child.once('close', resolve));
    const running: Running = { child, over, output: '' };
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        running.output += String(chunk);
      });
    return running;
  }

  async function untilReady(command: string, ready: RegExp): Promise<string> {
    const running = start(`${before}; ${command}`);
    going.push(running);
    let ended = false;
    void running.over.then(() => {
      ended = true;
    });
    await waitFor(command, () => ended || ready.test(running.output), 170_000);
    if (ended) throw new Error(`${command} ended:\n${running.output}`);
    return running.output;
  }

  return {
    async type(command, { until, shows, input, fails = false }) {
      if (until) return untilReady(command, until);
      const running = start(
        `set -u; ${before}; set -a\n${command}\ncode=$?; export -p > '${state}'; exit $code`,
        input,
      );
      const code = await running.over;
      if (code !== (fails ? 1 : 0) || (shows && !shows.test(running.output)))
        throw new Error(`${command}: exit code ${code}, and it should show ${shows}\n${running.output}`);
      return running.output;
    },
    anew: () => rmSync(state, { force: true }),
    output: () => going.map(({ output }) => output).join('\n'),
    async interrupt() {
      const ending = going.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      going = [];
      for (const { child } of ending) process.kill(-(child.pid ?? 0), 'SIGINT');
      await Promise.all(ending.map(({ over }) => over));
    },
  };
}
