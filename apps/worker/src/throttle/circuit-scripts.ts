/**
 * Lua of throttle/circuit.ts. KEYS[1] is a hash: reason, why (`forbidden`: all is refused but the login), until, ms (its length), failures, login, signs, signsUntil, lease; manualUntil, manualMs,
 * manualId (see manual-pause.ts); illMs, illAt; and for each refused login `login:<fingerprint>`: failures, until, ms, apart by blanks.
 * Times are milliseconds of Redis's clock.
 */

import { PAUSES } from '@guance-jira/operations';
import { lua, REDIS_CLOCK, script } from '@guance-jira/queue';
import { z } from 'zod';

/** No rest that Jira's answers bring about is longer: an hour, and some spread. Records of older versions do not tell their length. */
const MAX_REST_MS = 4_500_000;
const LEASE_MS = 30_000;
const SIGNS_MS = 30_000;
/** Time between two looks that is longer than this was not spent waiting for Jira: nobody was at work. */
const MAX_TICK_MS = 10_000;
/** A slot further ahead than the longest wait, one step and this was given out by another clock. */
const SLOT_SLACK_MS = 5000;
/** What is known of a login that nobody has tried for so long is forgotten. */
const LOGIN_KEPT_MS = 86_400_000;

/** Who is held back while another event tries looks again so soon. */
const UNDER_TRIAL_MS = 2000;

/** See blocked-kinds.ts. */
export const BLOCKED = lua(new URL('./scripts/blocked.lua', import.meta.url), { LEASE_MS, UNDER_TRIAL_MS });

export const ACQUIRE = script(
  lua(new URL('./scripts/acquire.lua', import.meta.url), {
    REDIS_CLOCK,
    PAUSES,
    BLOCKED,
    MAX_TICK_MS,
    MAX_REST_MS,
    LEASE_MS,
    SLOT_SLACK_MS,
  }),
);

export const RESTS = script(
  lua(new URL('./scripts/rests.lua', import.meta.url), { REDIS_CLOCK, PAUSES, BLOCKED, MAX_REST_MS, LEASE_MS }),
);

export const REPORT = script(
  lua(new URL('./scripts/report.lua', import.meta.url), { REDIS_CLOCK, PAUSES, MAX_REST_MS, SIGNS_MS, LOGIN_KEPT_MS }),
);

export const PEEK = script(lua(new URL('./scripts/peek.lua', import.meta.url), { REDIS_CLOCK, PAUSES, MAX_REST_MS }));

export const CLEAR = script(lua(new URL('./scripts/clear.lua', import.meta.url)));

/** What they answer. */
export const Peeked = z.object({ paused: z.string(), perSecond: z.coerce.number().nullable() });
/** What has a pause of its own, beside all requests. */
export const PauseScope = z.enum(['endpoint']);
export type PauseScope = z.infer<typeof PauseScope>;
const REASON = z.enum(['unavailable', 'unauthorized', 'throttled', 'blocked', 'manual', 'rate']);
export const Rest = z.object({
  ms: z.number(),
  reason: REASON.optional(),
  scope: PauseScope.optional(),
  said: z.string().optional(),
});
export const Acquired = z.object({
  verdict: z.enum(['go', 'probe', 'paused']),
  ms: z.number(),
  reason: REASON.optional(),
  scope: PauseScope.optional(),
  manualId: z.string().nullish(),
  said: z.string().optional(),
  watched: z.boolean().optional(),
});
