/**
 * May a request go to Jira now? Shared by all workers through Redis: the rate, the breaker for outages, and pauses.
 * The state belongs to one Jira, not to a route: an outage concerns every request to it.
 */

import type { RateLimits } from '@guance-jira/jira';
import { backoffMs } from '@guance-jira/jira';
import { blockedKey } from '@guance-jira/operations';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { createBlockedKinds } from './blocked-kinds.ts';
import { ACQUIRE, Acquired, CLEAR, type PauseScope, PEEK, Peeked, REPORT, RESTS, Rest } from './circuit-scripts.ts';
import type { RateBounds } from './learn-rate.ts';
import { keepPause, type LostPause } from './pauses/keep-pause.ts';
import { createSharedRate } from './shared-rate.ts';
import type { ThrottleScope } from './throttle-scope.ts';

export type PauseReason = 'unavailable' | 'unauthorized' | 'throttled' | 'blocked' | 'manual' | 'rate';

export type Admission =
  /** Send now. */
  | { go: true; probe: false }
  /** Jira was ill. This caller alone tries whether it is well again, with a request that changes nothing. */
  | { go: true; probe: true; reason: PauseReason }
  | { go: false; ms: number; reason: PauseReason; scope?: PauseScope; block?: Block };

/** A kind of request that something before Jira answers in its place, and what it answered last. See blocked-kinds.ts. */
export interface Block {
  kind: string;
  said: string;
}

/** What is asked for, apart from the endpoint, whose limit Jira counts. */
export interface Asking {
  /** See kind-of-request.ts. */
  kind?: string;
  /** The record of the event whose request it is: it is let through twice where it tries a blocked kind. */
  whose?: string;
}

/** Not now. */
export type Held = Extract<Admission, { go: false }>;

export interface Circuit {
  /** Takes a slot for a request of this kind (`create`, `search`), waiting for it if it is near. A pause that begins meanwhile holds. */
  acquire(endpoint?: string, asking?: Asking): Promise<Admission>;
  /** For the further requests of one that was let go: whether requests rest by now, null when not. Takes no slot. */
  rests(endpoint?: string, kind?: string): Promise<Held | null>;
  /** Whether this kind of request is blocked for this event, before anything else is asked for it; null when not. Takes no slot. */
  blocks(kind: string, whose: string): Promise<Held | null>;
  /** Something else than Jira answered this event's request ('': no event's) while all else is well. */
  answeredByOthers(kind: string, whose: string, said: string): Promise<void>;
  /** Jira itself answered a request of this kind. */
  answeredByJira(kind: string): void;
  /** Jira is reachable and knows us: ends an outage, and never a person's pause. */
  close(): Promise<void>;
  /** The one that was to probe did not come to it, or cannot tell what it found. */
  leaveProbe(): Promise<void>;
  /**
   * Jira refused a connection, died on us, or answered 5xx. No second sign is needed when `certain` (nothing was sent) or when
   * Jira itself said how long to stay away.
   */
  trip(certain: boolean, retryAfterMs?: number | null): Promise<void>;
  throttled(retryAfterMs: number | null, scope?: ThrottleScope): Promise<void>;
  /** `forbidden`: all is refused, but not the login, so no try locks an account. */
  unauthorized(why?: 'forbidden'): Promise<void>;
  /** Jira answered well, and said so much about its limit. */
  answered(limits: RateLimits): void;
  /** For the metrics: what rests, and how fast requests may go. Changes nothing. */
  look(): Promise<CircuitFigures>;
  /** To be called now and then: sees a person's pause before any request meets it, and sets a lost one again. */
  keep(): Promise<void>;
}

export interface CircuitFigures {
  paused: readonly string[];
  /** Requests a second over all workers. */
  perSecond: number;
}

export interface CircuitOptions {
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

export function createCircuit(redis: RedisClient, keys: Keys, options: CircuitOptions): Circuit {
  const pause = keys.pause(options.site);
  const pauseOf = (endpoint: string) => `${pause}:${endpoint}`;
  const report = (reason: PauseReason, signs: number, delays: readonly number[], key = pause, why = '') =>
    REPORT(redis, [key], [reason, signs, JSON.stringify(delays.map(Math.round)), options.login(), why]);
  const growing = (baseMs: number, capMs: number) =>
    Array.from({ length: 12 }, (_, failures) => backoffMs(failures + 1, baseMs, capMs, options.random));

  const rateKey = keys.rate(options.site);
  const learns = () => typeof options.rps() !== 'number';
  const bounds = () => {
    const rps = options.rps();
    return typeof rps === 'number' ? { start: rps, most: rps } : rps;
  };
  const rate = createSharedRate(redis, rateKey, bounds);
  const keeper = keepPause(redis, keys, options.site, (lost) => options.onPauseLost?.(lost));

  const blockedKinds = createBlockedKinds(redis, keys, options.site, () => growing(1000, 60_000));
  const blocked = blockedKey(keys, options.site);

  const later = (ms: number, reason: PauseReason, scope?: PauseScope, block?: Block): Held => ({
    go: false,
    ms: Math.ceil(Math.max(50, ms * (1 + options.random() / 10))),
    reason,
    ...(scope ? { scope } : {}),
    ...(block && reason === 'blocked' ? { block } : {}),
  });
  const rests = async (endpoint = '', kind = endpoint): Promise<Held | null> => {
    const answer = await RESTS(redis, [pause, pauseOf(endpoint), blocked], [options.login(), kind]);
    const { ms, reason = 'unavailable', scope, said = '' } = Rest.parse(JSON.parse(String(answer)));
    if (ms === 0) return null;
    if (reason !== 'blocked') options.onPause(reason);
    return later(ms, reason, scope, { kind, said });
  };

  return {
    acquire: async (endpoint = '', { kind = endpoint, whose = '' } = {}) => {
      const answer = await ACQUIRE(
        redis,
        [pause, keys.bucket(options.site), rateKey, pauseOf(endpoint), blocked],
        [
          ...[bounds().start, learns() ? LEARNING_WAIT_MS : MAX_WAIT_MS, options.login()],
          ...[BURST_MS, learns() ? 1 : 0, kind, whose],
        ],
      );
      const { verdict, ms, reason, scope, manualId, said = '', watched } = Acquired.parse(JSON.parse(String(answer)));
      if (watched !== undefined) blockedKinds.watch(kind, watched);
      if (reason === 'manual' && manualId && !keeper.knows(manualId)) await keeper.look();
      const paused = reason !== 'manual' && keeper.remembers() ? await keeper.look() : null;
      if (paused !== null) {
        options.onPause('manual');
        return { go: false, ms: paused.ms, reason: 'manual' };
      }
      // Where one kind is blocked all others go on.
      const rested = verdict === 'go' || reason === 'rate' || reason === 'blocked' ? null : (reason ?? 'unavailable');
      options.onPause(rested);
      if (verdict === 'probe') return { go: true, probe: true, reason: reason ?? 'unavailable' };
      if (verdict === 'paused') return later(ms, reason ?? 'unavailable', scope, { kind, said });
      if (ms > 0) {
        rate.waited();
        await options.sleep(ms);
        // Two seconds are long enough for a person's pause, or an outage, to begin.
        const held = await rests(endpoint, kind);
        if (held !== null) return held;
      }
      return { go: true, probe: false };
    },
    rests,
    blocks: async (kind, whose) => {
      const held = await blockedKinds.turn(kind, whose);
      return held && later(held.ms, 'blocked', 'endpoint', { kind, said: held.said });
    },
    answeredByOthers: async (kind, whose, said) => {
      const rests = await blockedKinds.answeredByOthers(kind, whose, said);
      if (rests !== 1) return;
      options.onPause('blocked');
      options.onPause(null);
    },
    answeredByJira: blockedKinds.answeredByJira,
    keep: async () => void (await keeper.look()),
    leaveProbe: async () => void (await redis.hdel(pause, 'lease')),
    close: async () => void (await CLEAR(redis, [pause], [options.login()])),
    trip: async (certain, retryAfterMs = null) => {
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
      const answer = await PEEK(redis, [pause, rateKey, blocked, ...RESTED_ALONE.map(pauseOf)], [options.login()]);
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
