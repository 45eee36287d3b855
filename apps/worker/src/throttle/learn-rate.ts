/**
 * Pure: how many requests a second Jira stands, learnt from its answers (`JIRA_MAX_RPS=auto`). Fast up to a limit that Jira
 * states; without one fast until the first refusal and then in small steps; down at once where Jira is near its limit or refuses.
 */

export interface LearntRate {
  perSecond: number;
  /** What Jira last said it allows a second; null when it has not said. */
  limit: number | null;
  /** Whether Jira has refused requests of ours: from then on the rate grows in small steps. */
  refused: boolean;
  /** Until then a further sign says nothing new: it is of requests that were under way at the last step down. */
  heldUntil: number;
  /** How long that was when it began; not told by older versions. */
  heldMs?: number | undefined;
}

/** What the answers of a moment told. */
export interface Answers {
  /** Good answers to requests that had waited for their slot: only a rate that is used to the full is known to be well. */
  good: number;
  limit: number | null;
  /** Jira says that less than a fifth is left. */
  near: boolean;
}

export interface RateBounds {
  start: number;
  most: number;
}

/** Cloud allows 100 POSTs a second to all its clients together by default; a Data Center is somebody's own machine. */
export const BOUNDS: Record<'cloud' | 'datacenter', RateBounds> = {
  cloud: { start: 20, most: 100 },
  datacenter: { start: 10, most: 50 },
};

const LEAST = 1;
/** What Jira allows is not for us alone. */
const OUR_SHARE = 0.9;
const HOLD_MS = 1000;
/** The longest pause that a 429 asks for, and some spread. */
const MAX_HOLD_MS = 4_500_000;

export function firstRate({ start }: RateBounds): LearntRate {
  return { perSecond: start, limit: null, refused: false, heldUntil: 0 };
}

export function afterAnswers(
  rate: LearntRate,
  { good, limit, near }: Answers,
  bounds: RateBounds,
  now: number,
): LearntRate {
  const known = { ...rate, limit: limit ?? rate.limit };
  if (near && !isHeld(rate, now))
    return within({ ...known, perSecond: rate.perSecond * 0.8, heldUntil: now + HOLD_MS, heldMs: HOLD_MS }, bounds);
  if (near || isHeld(rate, now)) return within(known, bounds);
  // Half of what Jira states is safe to begin with.
  const base = known.limit === null || rate.refused ? rate.perSecond : Math.max(rate.perSecond, known.limit / 2);
  return within({ ...known, perSecond: base + good * growth(known) }, bounds);
}

/** After a 429, and once for all requests that meet the same pause. */
export function afterRefusal(rate: LearntRate, pauseMs: number, bounds: RateBounds, now: number): LearntRate {
  if (isHeld(rate, now) && rate.refused) return rate;
  const heldMs = Math.max(pauseMs, HOLD_MS);
  return within({ ...rate, perSecond: rate.perSecond / 2, refused: true, heldUntil: now + heldMs, heldMs }, bounds);
}

/** Further ahead than it can be is over: the clock has been set back since. */
function isHeld({ heldUntil, heldMs = MAX_HOLD_MS }: LearntRate, now: number): boolean {
  return now < heldUntil && heldUntil - now <= heldMs;
}

/** By how much one good answer raises the rate: 0.7 doubles it within a second, 0.2 within four, the last adds 1 each second. */
function growth({ limit, refused, perSecond }: LearntRate): number {
  if (refused) return 1 / perSecond;
  return limit === null ? 0.2 : 0.7;
}

function within(rate: LearntRate, { most }: RateBounds): LearntRate {
  const top = rate.limit === null ? most : Math.min(most, rate.limit * OUR_SHARE);
  return { ...rate, perSecond: Math.max(LEAST, Math.min(rate.perSecond, top)) };
}
