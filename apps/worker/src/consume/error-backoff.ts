/**
 * Keeps a worker from spinning on an unhealthy Redis. At maxmemory, or on a replica, every fetch fails at once and BullMQ tries
 * again at once: thousands of errors a second and most of a core. A burst of errors therefore pauses the worker for a while.
 */
import type { Worker } from 'bullmq';

const BURST = 20;
const WITHIN_MS = 1000;
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 10_000;

export interface ErrorBackoff {
  /** To be told of each error of the worker. */
  error(): void;
  stop(): void;
}

/** @param now milliseconds, from any start */
export function backOffOnErrors(
  worker: Pick<Worker, 'pause' | 'resume'>,
  onPause: (ms: number) => void,
  now: () => number = performance.now.bind(performance),
): ErrorBackoff {
  let since = now();
  let count = 0;
  let pauses = 0;
  let timer: NodeJS.Timeout | undefined;

  function pause(): void {
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** pauses, MAX_PAUSE_MS);
    pauses += 1;
    onPause(ms);
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
        // A second without a burst: the next one starts with a short pause again.
        if (now() - since > MAX_PAUSE_MS) pauses = 0;
        since = now();
        count = 0;
      }
      count += 1;
      if (count >= BURST) pause();
    },
    stop: () => clearTimeout(timer),
  };
}
