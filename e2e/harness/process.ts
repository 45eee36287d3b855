import { type Child, spawnNode } from '@guance-jira/local-stack';
import { repoRoot } from './paths.ts';
import { programOf } from './program.ts';
import { collectRecords, type Records } from './redis/records.ts';

const START_MS = 60_000;
const LOOK_EVERY_MS = 150;

export interface AppOptions {
  readonly name: string;
  /** The program, from the repo's root, such as apps/worker/src/main.ts. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the program is ready. */
  readonly readyUrl: string;
}

/** A receiver, worker or console as a real process, which a test may kill, freeze and start again. */
export interface App {
  readonly name: string;
  readonly env: Record<string, string>;
  readonly log: Records;
  /** The running process; undefined after it was killed or stopped. */
  readonly child: Child | undefined;
  /** Starts it and resolves when it is ready, or at once with `ready: false`. */
  start(options?: { ready?: boolean }): Promise<void>;
  /** Sends the signal and, unless it only freezes or thaws, resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Asks it to stop; throws unless it does so by itself with exit code 0. */
  stop(): Promise<void>;
}

export function createApp(options: AppOptions): App {
  const env = { ...options.env };
  const program = programOf(options.file);
  const log = collectRecords();
  let child: Child | undefined;
  return {
    name: options.name,
    env,
    log,
    get child() {
      return child;
    },
    async start({ ready = true } = {}) {
      if (child) throw new Error(`${options.name} runs already`);
      const started = spawnNode(options.name, program.file, {
        cwd: repoRoot,
        args: program.args,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          LOG_FORMAT: 'json',
          LOG_LEVEL: 'debug',
          ...program.env,
          ...env,
        },
      });
      child = started;
      log.collect(started);
      if (ready) await untilReady(started, options.readyUrl);
    },
    async kill(signal = 'SIGKILL') {
      child?.kill(signal);
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
      await child?.exited;
      child = undefined;
    },
    async stop() {
      const stopping = child;
      child = undefined;
      if (!stopping) return;
      // A frozen process would not hear of it.
      stopping.kill('SIGCONT');
      const exit = await stopping.stop(30_000);
      if (exit.code !== 0) {
        throw new Error(
          `${options.name} did not stop cleanly (${JSON.stringify(exit)}): ${stopping.lastLines().join('\n')}`,
        );
      }
    },
  };
}

/** Asks when it has written something, and now and then: what starts slowly is not asked all the while. */
async function untilReady(child: Child, url: string): Promise<void> {
  let ended = false;
  let news = false;
  let wake = () => {};
  child.onLine(() => {
    news = true;
    wake();
  });
  void child.exited.then(() => {
    ended = true;
    news = true;
    wake();
  });
  const end = Date.now() + START_MS;
  for (;;) {
    news = false;
    if (ended) throw new Error(`${child.name} ended at its start:\n${child.lastLines().join('\n')}`);
    if (await isReady(url)) return;
    if (Date.now() > end) throw new Error(`waited ${START_MS} ms in vain for: ${child.name} ready at ${url}`);
    if (news) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
