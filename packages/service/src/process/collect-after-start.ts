import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface CollectDeps {
  /** How busy the event loop was since the start of the process, or since `before`. */
  utilization?: (before?: EventLoopUtilization) => EventLoopUtilization;
  collect?: () => void;
  /** How often it looks. */
  everyMs?: number;
}

/**
 * Gives back once what only the start needed, as soon as nothing is to do; a process that is busy in its first two minutes is left
 * alone. V8 grows its young generation while modules load and does not shrink it, nor what else they left, as long as nothing asks
 * for memory: at rest that is a fifth of the process. It takes about as long as one slow request, hence only when idle, and never again.
 */
export function collectAfterStart({
  utilization = performance.eventLoopUtilization,
  collect = collectAll,
  everyMs = LOOK_EVERY_MS,
}: CollectDeps = {}): void {
  let before = utilization();
  let looks = 0;
  const timer = setInterval(() => {
    const idle = utilization(before).utilization < IDLE;
    before = utilization();
    looks += 1;
    if (idle || looks === LOOKS) clearInterval(timer);
    if (idle) collect();
  }, everyMs).unref();
}

/** By then nothing of the start is under way any more, and what lives for a moment only, such as most processes of tests, has no cost. */
const LOOK_EVERY_MS = 30_000;
const LOOKS = 4;
/** Connections to Redis that are kept alive, and a look at the queue, take less. */
const IDLE = 0.1;

/**
 * As V8 does before it would run out of memory: only this shrinks the young generation as well. The bytecode of what ran in the start
 * alone goes at once, not after six collections as by default; V8 compiles it again if it is called after all.
 */
function collectAll(): void {
  setFlagsFromString('--expose-gc');
  const gc: (options: object) => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  setFlagsFromString('--bytecode-old-age=1');
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  setFlagsFromString('--bytecode-old-age=6');
}
