/** Pure: what of Guance's list never came here, and what is over there. Times are milliseconds since 1970. */
import type { Route } from '@guance-jira/mapping';

/** Guance's list takes no longer range (docs/zh/open-api/keyevent/unrecovered-list.md). */
export const WINDOW_MS = 6 * 3_600_000;
/** A long weekend; what began before and still burns has had events since, as a rule. */
export const MAX_BACK_MS = 96 * 3_600_000;
/** A delivery takes a minute at most, and may wait in the spool for a moment. */
export const GRACE_MS = 180_000;
/** Guance tells the start of a round in milliseconds, an alert tells its time in seconds. */
const ROUNDING_MS = 60_000;
/** A mute may be lifted, and what is burning then was not sent again; what could not be read may be readable. */
const ANEW_MS = 15 * 60_000;

/** The ranges to ask for, newest first: the last six hours, and all back to the last look. */
export function windowsOf(lookedAt: number | null, now: number): { from: number; to: number }[] {
  const earliest = Math.max(now - MAX_BACK_MS, Math.min(lookedAt ?? now, now));
  const windows = [];
  let to = now;
  do {
    windows.push({ from: to - WINDOW_MS, to });
    to -= WINDOW_MS;
  } while (to > earliest);
  return windows;
}

/** An open fault, as Guance lists it. */
export interface Listed {
  ref: string;
  eventId: string;
  docId: string;
  title: string;
  status: string;
  at: number;
  /** Start of its round, by which that is told from others; null where it is older than what was asked for, or not told. */
  since: number | null;
  /** It began then, or earlier; null where nobody tells. */
  begunBy: number | null;
}

/** What is known here of the event, and of its object. */
export interface Known {
  /** Its job or its outcome is there. */
  event: boolean;
  /** Time of the newest alert of the object that was heard, unless its recovery was heard, too. */
  heardAt: number | null;
  /** Alerts of the object are being handled. */
  busy: boolean;
  object: { open: boolean; recoveredAt: number | null; appliedAt: number } | null;
}

/** `examine`: it has to be read whole. */
export function judgeListed(fault: Listed, known: Known, firstAt: number, now: number): 'known' | 'young' | 'examine' {
  const { event, heardAt, busy, object } = known;
  if (event || busy) return 'known';
  // What was applied was heard as well, also by a version that did not note it.
  const newest = Math.max(heardAt ?? 0, object?.appliedAt ?? 0);
  const before = fault.since !== null && newest < fault.since - ROUNDING_MS;
  // The recovery of the round that stands here may never have come, nor anything of the next one.
  if (!before && (heardAt !== null || object?.open === true)) return 'known';
  // A list that lags behind the recovery that was heard.
  if ((object?.recoveredAt ?? 0) >= fault.at) return 'known';
  return now - Math.min(fault.begunBy ?? firstAt, firstAt) < GRACE_MS ? 'young' : 'examine';
}

export interface Whole {
  /** By the event itself; null where it names none. */
  workspace: string | null;
  recovered: boolean;
  silent: boolean;
  /** An event of the same fault is known here. */
  faultKnown: boolean;
  /** That takes it, by the rules. */
  route: Route | null;
}

/** `missed`: it has to be told; with `catchUp` it becomes an event. */
export type Verdict = 'known' | 'muted' | 'ignored' | 'missed' | 'take';

export function judgeWhole({ recovered, silent, faultKnown, route }: Whole): Verdict {
  if (recovered || faultKnown) return 'known';
  if (silent) return 'muted';
  if (route === null || route.kind === 'ignore') return 'ignored';
  return route.catchUp ? 'take' : 'missed';
}

/** `young`: nobody has read it yet. `unread`: Guance could not give it. */
export const verdicts = ['young', 'unread', 'known', 'muted', 'ignored', 'missed'] as const;

/** What was found out of a fault at an earlier look. */
export interface Examined {
  verdict: (typeof verdicts)[number];
  fault: Listed;
  /** When it was listed first, by our clock. */
  firstAt: number;
  checkedAt: number;
}

/** Whether it still says something of what is listed now: the same round, at the same level. */
export function stillSays({ verdict, fault, checkedAt }: Examined, listed: Listed, now: number): boolean {
  if (verdict === 'young' || fault.status !== listed.status) return false;
  const sameRound = fault.since === null || listed.since === null || fault.since === listed.since;
  return (
    sameRound &&
    now - checkedAt < (verdict === 'muted' || verdict === 'unread' ? ANEW_MS : WINDOW_MS) &&
    now >= checkedAt
  );
}

/** What the newest event of an object says that Guance lists no more. `unknown`: Guance has told nothing of it. */
export function judgeQuiet(
  newest: { recovered: boolean; at: number } | null,
  heardAt: number,
  now: number,
): 'unknown' | 'burns' | 'young' | 'over' {
  if (newest === null) return 'unknown';
  if (!newest.recovered || newest.at < heardAt - ROUNDING_MS) return 'burns';
  return now - newest.at < GRACE_MS ? 'young' : 'over';
}
