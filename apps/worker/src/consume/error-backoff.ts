/**
 * Keeps a worker from spinning on an ill Redis. At maxmemory, or on a replica, every fetch fails at once and BullMQ tries
 * again at once: thousands of errors a second and most of a core. A burst of errors therefore rests the worker for a while.
 */
import type { Worker } from 'bullmq';

const BURST = 20;
const WITHIN_MS = 1000;
const FIRST_REST_MS = 1000;
const MAX_REST_MS = 10_000;

export interface Calm {
  /** To be told of each error of the worker. */
  error(): void;
  stop(): void;
}

/** @param now milliseconds, from any start */
export function calm(
  worker: Pick<Worker, 'pause' | 'resume'>,
  onRest: (ms: number) => void,
  now: () => number = performance.now.bind(performance),
): Calm {
  let since = now();
  let count = 0;
  let rests = 0;
  let timer: NodeJS.Timeout | undefined;

  function rest(): void {
    const ms = Math.min(FIRST_REST_MS * 2 ** rests, MAX_REST_MS);
    rests += 1;
    onRest(ms);
    void worker.pause(true);
    timer = setTimeout(() => {
      timer = undefined;
      since = now();
      count = 0;
      void worker.resume();
    }, ms);
  }

  return {
    error: () => {
      if (timer) return;
      if (now() - since > WITHIN_MS) {
        // A second without a burst: the next illness starts with a short rest again.
        if (now() - since > MAX_REST_MS) rests = 0;
        since = now();
        count = 0;
      }
      count += 1;
      if (count >= BURST) rest();
    },
    stop: () => clearTimeout(timer),
  };
}
