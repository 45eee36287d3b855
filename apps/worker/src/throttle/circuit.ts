/**
 * May a request go to Jira now? Shared by all workers through Redis: the rate, the breaker for outages, and pauses.
 * The state belongs to one Jira, not to a route: an outage concerns every request to it.
 */

import type { RateLimits } from '@guance-jira/jira';
import { backoffMs } from '@guance-jira/jira';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { ADMIT, CLEAR, PEEK, REPORT, RESTS } from './circuit-scripts.ts';
import type { RateBounds } from './learn-rate.ts';
import { keepPause, type LostPause } from './pauses/keep-pause.ts';
import { createSharedRate } from './shared-rate.ts';
import type { ThrottleScope } from './throttle-scope.ts';

export type PauseReason = 'unavailable' | 'unauthorized' | 'throttled' | 'manual' | 'rate';

export type Admission =
  /** Send now. */
  | { go: true; probe: false }
  /** Jira was ill. This caller alone tries whether it is well again, with a request that changes nothing. */
  | { go: true; probe: true; reason: PauseReason }
  | { go: false; ms: number; reason: PauseReason; scope?: 'endpoint' };

/** Not now. */
export type Held = Extract<Admission, { go: false }>;

export interface Pace {
  /** Takes a slot for a request of this kind (`create`, `search`), waiting for it if it is near. A pause that begins meanwhile holds. */
  admit(endpoint?: string): Promise<Admission>;
  /** For the further requests of one that was let go: whether requests rest by now, null when not. Takes no slot. */
  rests(endpoint?: string): Promise<Held | null>;
  /** Jira is reachable and knows us: ends an outage, and never a person's pause. */
  well(): Promise<void>;
  /**
   * Jira refused a connection, died on us, or answered 5xx. No second sign is needed when `certain` (nothing was sent) or when
   * Jira itself said how long to stay away.
   */
  unavailable(certain: boolean, retryAfterMs?: number | null): Promise<void>;
  throttled(retryAfterMs: number | null, scope?: ThrottleScope): Promise<void>;
  /** `forbidden`: all is refused, but not the login, so no try locks an account. */
  unauthorized(why?: 'forbidden'): Promise<void>;
  /** Jira answered well, and said so much about its limit. */
  answered(limits: RateLimits): void;
  /** For the metrics: what rests, and how fast requests may go. Changes nothing. */
  look(): Promise<PaceFigures>;
  /** To be called now and then: sees a person's pause before any request meets it, and sets a lost one again. */
  keep(): Promise<void>;
}

export interface PaceFigures {
  paused: readonly string[];
  /** Requests a second over all workers. */
  perSecond: number;
}

export interface PaceOptions {
  site: string;
  /** Requests a second, over all workers; bounds for a rate that is learnt. */
  rps: () => number | RateBounds;
  /** True for a user with a password on Data Center, where a few failed logins lock the account. */
  careful: () => boolean;
  /** Tells one login from another without giving it away. */
  login: () => string;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  /** Told at each admission whether requests rest, and why. */
  onPause: (reason: PauseReason | null) => void;
  /** A person's pause that Redis had lost was set again. */
  onPauseLost?: (pause: LostPause) => void;
}

/** A slot further away than this is not waited for in place: the job goes back and leaves room for others. */
const MAX_WAIT_MS = 2000;
/** Slots are given out at the rate of that moment: far ones would still be spaced by a rate that has grown since. */
const LEARNING_WAIT_MS = 500;
/** Slots of so long ago may still be used. Jira's own buckets hold a second's worth, so this much stays far from a 429. */
const BURST_MS = 200;
/** Signs of illness within half a minute that open the breaker; one lost answer is no outage. */
const SIGNS = 3;

export function createPace(redis: RedisClient, keys: Keys, options: PaceOptions): Pace {
  const pause = keys.pause(options.site);
  const pauseOf = (endpoint: string) => `${pause}:${endpoint}`;
  const report = (reason: PauseReason, signs: number, delays: readonly number[], key = pause, why = '') =>
    REPORT(redis, [key], [reason, signs, JSON.stringify(delays.map(Math.round)), options.login(), why]);
  const growing = (baseMs: number, capMs: number) =>
    Array.from({ length: 12 }, (_, failures) => backoffMs(failures + 1, baseMs, capMs, options.random));

  const rateKey = `${keys.bucket(options.site)}:rate`;
  const learns = () => typeof options.rps() !== 'number';
  const bounds = () => {
    const rps = options.rps();
    return typeof rps === 'number' ? { start: rps, most: rps } : rps;
  };
  const rate = createSharedRate(redis, rateKey, bounds);
  const keeper = keepPause(redis, keys, options.site, (lost) => options.onPauseLost?.(lost));

  const later = (ms: number, reason: PauseReason, scope?: 'endpoint'): Held => ({
    go: false,
    ms: Math.ceil(Math.max(50, ms * (1 + options.random() / 10))),
    reason,
    ...(scope ? { scope } : {}),
  });
  const rests = async (endpoint = ''): Promise<Held | null> => {
    const answer = await RESTS(redis, [pause, pauseOf(endpoint)], [options.login()]);
    const { ms, reason = 'unavailable', scope } = Rest.parse(JSON.parse(String(answer)));
    if (ms === 0) return null;
    options.onPause(reason);
    return later(ms, reason, scope);
  };

  return {
    admit: async (endpoint = '') => {
      const answer = await ADMIT(
        redis,
        [pause, keys.bucket(options.site), rateKey, pauseOf(endpoint)],
        [bounds().start, learns() ? LEARNING_WAIT_MS : MAX_WAIT_MS, options.login(), BURST_MS, learns() ? 1 : 0],
      );
      const { verdict, ms, reason, scope, manualId } = Admitted.parse(JSON.parse(String(answer)));
      if (reason === 'manual' && manualId && !keeper.knows(manualId)) await keeper.look();
      const paused = reason !== 'manual' && keeper.remembers() ? await keeper.look() : null;
      if (paused !== null) {
        options.onPause('manual');
        return { go: false, ms: paused.ms, reason: 'manual' };
      }
      options.onPause(verdict === 'go' || reason === 'rate' ? null : (reason ?? 'unavailable'));
      if (verdict === 'probe') return { go: true, probe: true, reason: reason ?? 'unavailable' };
      if (verdict === 'paused') return later(ms, reason ?? 'unavailable', scope);
      if (ms > 0) {
        rate.waited();
        await options.sleep(ms);
        // Two seconds are long enough for a person's pause, or an outage, to begin.
        const held = await rests(endpoint);
        if (held !== null) return held;
      }
      return { go: true, probe: false };
    },
    rests,
    keep: async () => void (await keeper.look()),
    well: async () => void (await CLEAR(redis, [pause], [options.login()])),
    unavailable: async (certain, retryAfterMs = null) => {
      const least = (retryAfterMs ?? 0) * (1 + options.random() / 4);
      const delays = growing(1000, 60_000).map((ms) => Math.max(ms, least));
      await report('unavailable', certain || retryAfterMs !== null ? 1 : SIGNS, delays);
    },
    throttled: async (ms, scope = { scope: 'site' }) => {
      // Who writes to that issue waits and tries again; a rate that suits everything else is not to blame.
      if (scope.scope === 'issue') return;
      const pauseMs = (ms ?? 1000) * (1 + options.random() / 4);
      await report('throttled', 1, [pauseMs], scope.scope === 'endpoint' ? pauseOf(scope.endpoint) : pause);
      if (learns()) await rate.refused(pauseMs);
    },
    answered: (limits) => {
      if (learns()) rate.answered(limits);
    },
    look: async () => {
      const answer = await PEEK(redis, [pause, rateKey, ...RESTED_ALONE.map(pauseOf)], [options.login()]);
      const { paused, perSecond } = Peeked.parse(JSON.parse(String(answer)));
      return {
        paused: paused === '' ? [] : paused.split(','),
        perSecond: (learns() ? perSecond : null) ?? bounds().start,
      };
    },
    // Failed logins lock an account on Data Center: with a password three tries, then one an hour.
    unauthorized: async (why) => {
      const careful = options.careful() && why !== 'forbidden';
      const delays = careful ? [30_000, 120_000, 3_600_000] : growing(2000, 300_000);
      await report('unauthorized', 1, delays, pause, why);
    },
  };
}

/** The kinds of requests that every event makes. */
const RESTED_ALONE = ['create', 'search'];
const Peeked = z.object({ paused: z.string(), perSecond: z.coerce.number().nullable() });
const REASON = z.enum(['unavailable', 'unauthorized', 'throttled', 'manual', 'rate']);
const Rest = z.object({ ms: z.number(), reason: REASON.optional(), scope: z.literal('endpoint').optional() });
const Admitted = z.object({
  verdict: z.enum(['go', 'probe', 'paused']),
  ms: z.number(),
  reason: REASON.optional(),
  scope: z.literal('endpoint').optional(),
  manualId: z.string().nullish(),
});
