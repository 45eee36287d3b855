/**
 * May a request go to Jira now? Shared by all workers through Redis: the rate, the breaker for outages, and pauses.
 * The state belongs to one Jira, not to a route: an outage concerns every request to it.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { ADMIT, CLEAR, REPORT } from './pace-scripts.ts';
import { backoffMs } from './retry.ts';

export type PauseReason = 'unavailable' | 'unauthorized' | 'throttled' | 'manual' | 'rate';

export type Admission =
  /** Send now. */
  | { go: true; probe: false }
  /** Jira was ill. This caller alone tries whether it is well again, with a request that changes nothing. */
  | { go: true; probe: true; reason: PauseReason }
  | { go: false; ms: number; reason: PauseReason };

export interface Pace {
  /** Takes a slot, waiting for it if it is near. */
  admit(): Promise<Admission>;
  /** Jira is reachable and knows us: ends an outage, and never a person's pause. */
  well(): Promise<void>;
  /** Jira refused a connection, died on us, or answered 5xx. `certain`: nothing was sent, so no second sign is needed. */
  unavailable(certain: boolean): Promise<void>;
  throttled(retryAfterMs: number | null): Promise<void>;
  unauthorized(): Promise<void>;
}

export interface PaceOptions {
  site: string;
  /** Requests a second, over all workers. */
  rps: () => number;
  /** True for a user with a password on Data Center, where a few failed log-ins lock the account. */
  careful: () => boolean;
  /** Tells one log-in from another without giving it away. */
  login: () => string;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  /** Told at each admission whether requests rest, and why. */
  onPause: (reason: PauseReason | null) => void;
}

/** A slot further away than this is not waited for in place: the job goes back and leaves room for others. */
const LONGEST_WAIT_MS = 2000;
/** Signs of illness within half a minute that open the breaker; one lost answer is no outage. */
const SIGNS = 3;

export function createPace(redis: RedisClient, keys: Keys, options: PaceOptions): Pace {
  const pause = keys.pause(options.site);
  const report = (reason: PauseReason, signs: number, delays: readonly number[]) =>
    REPORT(redis, [pause], [reason, signs, JSON.stringify(delays.map(Math.round)), options.login()]);
  const growing = (baseMs: number, capMs: number) =>
    Array.from({ length: 12 }, (_, failures) => backoffMs(failures + 1, baseMs, capMs, options.random));

  return {
    admit: async () => {
      const answer = await ADMIT(
        redis,
        [pause, keys.bucket(options.site)],
        [1000 / options.rps(), LONGEST_WAIT_MS, options.login()],
      );
      const { verdict, ms, reason } = Admitted.parse(JSON.parse(String(answer)));
      options.onPause(verdict === 'go' || reason === 'rate' ? null : (reason ?? 'unavailable'));
      if (verdict === 'probe') return { go: true, probe: true, reason: reason ?? 'unavailable' };
      if (verdict === 'paused')
        return {
          go: false,
          ms: Math.ceil(Math.max(50, ms * (1 + options.random() / 10))),
          reason: reason ?? 'unavailable',
        };
      if (ms > 0) await options.sleep(ms);
      return { go: true, probe: false };
    },
    well: async () => void (await CLEAR(redis, [pause], [])),
    unavailable: async (certain) => void (await report('unavailable', certain ? 1 : SIGNS, growing(1000, 60_000))),
    throttled: async (ms) => void (await report('throttled', 1, [(ms ?? 1000) * (1 + options.random() / 4)])),
    // Failed log-ins lock an account on Data Center: with a password three tries, then one an hour.
    unauthorized: async () =>
      void (await report('unauthorized', 1, options.careful() ? [30_000, 120_000, 3_600_000] : growing(2000, 300_000))),
  };
}

const Admitted = z.object({
  verdict: z.enum(['go', 'probe', 'paused']),
  ms: z.number(),
  reason: z.enum(['unavailable', 'unauthorized', 'throttled', 'manual', 'rate']).optional(),
});
