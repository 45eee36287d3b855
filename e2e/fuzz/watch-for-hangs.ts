import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { cpuSecondsOf } from '../harness/inspector.ts';

export interface HangWatch {
  /** To be called whenever the receiver gives any answer. */
  answered(): void;
  /** How many hangs were seen. */
  readonly count: number;
  stop(): Promise<void>;
}

/** A bound to find what hangs, not a measure of speed. */
const HANGS_AFTER_CPU_S = 1;

/**
 * A process that uses a second of processor time and answers nobody meanwhile hangs on something; one that merely gets no
 * processor on a busy machine does not. /healthz is asked all the time, so that there is always something to answer.
 */
export function watchForHangs(url: string, pid: number): HangWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  let count = 0;
  let cpuAtAnswer = cpuSecondsOf(pid);
  let heard = false;
  const answered = () => {
    heard = true;
  };
  const asking = (async () => {
    while (!signal.aborted) {
      await fetch(url, { signal: AbortSignal.timeout(60_000) })
        .then((answer) => answer.arrayBuffer())
        .then(answered);
      await pause(50, undefined, { signal }).catch(() => {});
    }
  })();
  const looking = (async () => {
    while (!signal.aborted) {
      await pause(100, undefined, { signal }).catch(() => {});
      const cpu = cpuSecondsOf(pid);
      // This process may have been held up itself: what has come by now is read first.
      await turn();
      await turn();
      if (heard) cpuAtAnswer = cpu;
      else if (cpu - cpuAtAnswer > HANGS_AFTER_CPU_S) {
        count += 1;
        cpuAtAnswer = cpu;
      }
      heard = false;
    }
  })();
  // When the receiver is gone both end, and its own exit tells why.
  const watching = Promise.allSettled([asking, looking]);
  return {
    answered,
    get count() {
      return count;
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}
