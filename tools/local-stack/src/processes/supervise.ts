import { setTimeout as pause } from 'node:timers/promises';
import type { Child, Exit } from './child.ts';

export interface Service {
  readonly name: string;
  /** Starts the process; may reject when it ends before it works. */
  start(): Child | Promise<Child>;
  /** Resolves true when the service does its work. */
  isReady(): Promise<boolean>;
  /** How long it may take to stop. */
  readonly graceMs: number;
}

export interface Supervised {
  readonly name: string;
  /** Resolves when the service is ready for the first time. @throws StackFailed when it never will be */
  readonly ready: Promise<void>;
  /** Rejects with StackFailed when the service is given up; never resolves before `stop`. */
  readonly failed: Promise<void>;
  kill(): void;
  stop(): Promise<void>;
}

/** A service cannot run, and trying again would not help. */
export class StackFailed extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.name = 'StackFailed';
    this.exitCode = exitCode;
  }
}

/** EX_CONFIG: the settings are faulty, so a restart changes nothing. */
const CONFIG_EXIT = 78;
const TRIES_BEFORE_FIRST_READY = 5;
const HEALTHY_AFTER_MS = 60_000;

/** The pause before a restart: half a second, doubled each time up to half a minute. */
export function restartPauseMs(deaths: number): number {
  return Math.min(500 * 2 ** (deaths - 1), 30_000);
}

/** Keeps a service running: one that dies is named and started again after a growing pause. */
export function supervise(
  service: Service,
  hooks: { say(line: string): void; follow(child: Child): void },
  now: () => number = Date.now,
): Supervised {
  const stopping = new AbortController();
  let child: Child | undefined;
  let wasReady = false;
  let giveUp: (reason: StackFailed) => void = () => {};
  const failed = new Promise<void>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => {});

  const once = async (): Promise<Exit & { said: string }> => {
    try {
      child = await service.start();
      hooks.follow(child);
      if (stopping.signal.aborted) child.kill('SIGTERM');
      const exit = await child.exited;
      return { ...exit, said: child.lastLines().at(-1) ?? '' };
    } catch (error) {
      return { code: 1, signal: null, said: error instanceof Error ? error.message : String(error) };
    } finally {
      child = undefined;
    }
  };
  const run = async () => {
    for (let deaths = 1; ; deaths += 1) {
      const startedAt = now();
      const exit = await once();
      if (stopping.signal.aborted) return;
      if (now() - startedAt > HEALTHY_AFTER_MS) deaths = 1;
      const how = exit.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit.code}`;
      if (exit.code === CONFIG_EXIT) {
        return giveUp(new StackFailed(`${service.name} refuses its settings (see above).`, CONFIG_EXIT));
      }
      if (!wasReady && deaths >= TRIES_BEFORE_FIRST_READY) {
        return giveUp(new StackFailed(`${service.name} ${how}, ${deaths} times in a row: ${exit.said}`, 1));
      }
      const waitMs = restartPauseMs(deaths);
      hooks.say(`${service.name} ${how}; starting it again in ${waitMs / 1000} s`);
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
    }
  };
  const done = run();

  const untilReady = async () => {
    while (!stopping.signal.aborted && !(await service.isReady())) await pause(50);
    if (stopping.signal.aborted) throw new StackFailed(`${service.name} was stopped before it was ready`, 0);
    wasReady = true;
  };
  const ready = Promise.race([untilReady(), failed]);
  ready.catch(() => {});
  return {
    name: service.name,
    ready,
    failed,
    kill: () => child?.kill('SIGKILL'),
    async stop() {
      stopping.abort();
      await child?.stop(service.graceMs);
      await done;
    },
  };
}
