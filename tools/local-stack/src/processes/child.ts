import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves once, when the process is gone and its output is read. */
  readonly exited: Promise<Exit>;
  /** Calls back for each line of output from now on, and first for those that came before. */
  onLine(listener: (line: string, from: 'stdout' | 'stderr') => void): void;
  /** The last lines it wrote, to say why it ended. */
  lastLines(): readonly string[];
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end (SIGTERM), after `graceMs` makes it (SIGKILL). */
  stop(graceMs: number): Promise<Exit>;
}

/** Wraps a spawned process. `group` sends signals other than SIGTERM to its whole process group, which it must lead. */
export function childOf(name: string, spawned: ChildProcess, options: { group?: boolean } = {}): Child {
  const kept: { line: string; from: 'stdout' | 'stderr' }[] = [];
  const listeners: ((line: string, from: 'stdout' | 'stderr') => void)[] = [];
  const closed: Promise<unknown>[] = [];
  const read = (stream: Readable | null, from: 'stdout' | 'stderr') => {
    if (!stream) return;
    const lines = createInterface({ input: stream });
    closed.push(new Promise((resolve) => lines.once('close', resolve)));
    lines.on('line', (line) => {
      kept.push({ line, from });
      if (kept.length > 500) kept.shift();
      for (const listener of listeners) listener(line, from);
    });
  };
  read(spawned.stdout, 'stdout');
  read(spawned.stderr, 'stderr');
  // Writing to a child that has died is not our death.
  spawned.stdin?.on('error', () => {});

  let gone = false;
  const exited = new Promise<Exit>((resolve) => {
    const end = (exit: Exit) => {
      gone = true;
      // A grandchild may hold the pipe open, so the output is awaited only a moment.
      void Promise.race([Promise.all(closed), pause(1000)]).then(() => resolve(exit));
    };
    spawned.once('exit', (code, signal) => end({ code, signal }));
    spawned.once('error', (error) => {
      kept.push({ line: error.message, from: 'stderr' });
      if (spawned.pid === undefined) end({ code: 127, signal: null });
    });
  });

  const kill = (signal: NodeJS.Signals) => {
    if (gone || spawned.pid === undefined) return;
    if (options.group && signal !== 'SIGTERM') signalGroup(spawned.pid, signal);
    else spawned.kill(signal);
  };
  return {
    name,
    pid: spawned.pid ?? -1,
    exited,
    kill,
    onLine(listener) {
      for (const { line, from } of kept) listener(line, from);
      listeners.push(listener);
    },
    lastLines: () => kept.slice(-8).map(({ line }) => line),
    async stop(graceMs) {
      kill('SIGTERM');
      const cancel = new AbortController();
      const late = pause(graceMs, undefined, { signal: cancel.signal }).then(
        () => kill('SIGKILL'),
        () => {},
      );
      const exit = await exited;
      cancel.abort();
      await late;
      return exit;
    },
  };
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Already gone.
  }
}
