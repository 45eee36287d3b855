import { setTimeout as pause } from 'node:timers/promises';
import { cpuSecondsOf } from '../harness/inspector.ts';

export interface HangWatch {
  /** Looks so long that a hang was found: in seconds. */
  readonly hangs: readonly { seconds: number; cpuSeconds: number }[];
  /** The longest time between two answers, in seconds. */
  readonly longest: number;
  stop(): Promise<void>;
}

/**
 * Asks for /healthz all the time. A receiver that gives no answer for more than a second while it uses a second of processor
 * time hangs on something; one that merely gets no processor on a busy machine does not.
 */
export function watchForHangs(url: string, pid: number): HangWatch {
  const stopping = new AbortController();
  const hangs: { seconds: number; cpuSeconds: number }[] = [];
  let longest = 0;
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const [at, cpu] = [performance.now(), cpuSecondsOf(pid)];
      await fetch(url, { signal: AbortSignal.timeout(60_000) }).then((answer) => answer.arrayBuffer());
      const [seconds, cpuSeconds] = [(performance.now() - at) / 1000, cpuSecondsOf(pid) - cpu];
      longest = Math.max(longest, seconds);
      if (seconds > 1 && cpuSeconds > 1) hangs.push({ seconds, cpuSeconds });
      await pause(100, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })().catch(() => {
    // The receiver is gone, which its own exit tells.
  });
  return {
    hangs,
    get longest() {
      return longest;
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}
