/**
 * Pure: what was told before, what is seen now, and the clock → what is said, and what to remember. One message when a
 * condition has lasted long enough, reminders at growing distances while it lasts, one message when it is over.
 */

export const CONDITIONS = [
  'jira_login',
  'jira_unavailable',
  'jira_throttled',
  'paused',
  'failed_events',
  'token_expires',
  'rules_invalid',
  'unseen_faults',
  'spooling',
  'spool_unusable',
  'refusing',
  'over_budget',
  'no_worker',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** One condition as a process sees it now. */
export interface Seen {
  condition: Condition;
  /** 0: all is well. Higher is worse; most conditions know only 1. */
  level: number;
  /** What the message names besides. */
  details?: Readonly<Record<string, string | number>>;
}

/** What is remembered of a condition that is not over. Times are milliseconds. */
export interface Known {
  since: number;
  /** Messages so far. */
  told: number;
  toldAt: number;
  /** The level that the last message told of. */
  level: number;
  /** When it seemed to be over; null while it lasts. */
  goneAt: number | null;
}

/** What a message says: it began, it lasts, it grew, it is over. */
export type Say = 'ill' | 'still' | 'worse' | 'well';

export interface Decision {
  say: Say | null;
  /** To be remembered when the message got through, or when there is none. Null: nothing is left to remember. */
  known: Known | null;
  /** To be remembered when the message did not get through, so that the next look says it again. */
  unsaid: Known | null;
}

interface Rule {
  /** Whether it must last before it is told. */
  patient: boolean;
  /** Distances from one message to the next; the last one repeats. */
  gaps: readonly number[];
  /** What makes a further message: time alone, growth after the gap, or growth at once. */
  again: 'time' | 'growth' | 'growth_at_once';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LASTING = [HOUR, 4 * HOUR, 12 * HOUR, DAY];
const GROWING = [10 * 60_000, HOUR, 4 * HOUR, 12 * HOUR, DAY];

const RULES: Record<Condition, Rule> = {
  jira_login: { patient: false, gaps: LASTING, again: 'time' },
  jira_unavailable: { patient: true, gaps: LASTING, again: 'time' },
  jira_throttled: { patient: true, gaps: LASTING, again: 'time' },
  paused: { patient: true, gaps: LASTING, again: 'time' },
  failed_events: { patient: false, gaps: GROWING, again: 'growth' },
  token_expires: { patient: false, gaps: [], again: 'growth_at_once' },
  rules_invalid: { patient: false, gaps: LASTING, again: 'time' },
  unseen_faults: { patient: false, gaps: GROWING, again: 'growth' },
  spooling: { patient: true, gaps: LASTING, again: 'time' },
  spool_unusable: { patient: true, gaps: LASTING, again: 'time' },
  refusing: { patient: false, gaps: LASTING, again: 'time' },
  over_budget: { patient: false, gaps: LASTING, again: 'time' },
  no_worker: { patient: true, gaps: LASTING, again: 'time' },
};

/** @param afterMs how long an outage must last before it is told (NOTIFY_AFTER) */
export function decide(stored: Known | null, { condition, level }: Seen, now: number, afterMs: number): Decision {
  const before = stored && nowAtMost(stored, now);
  const rule = RULES[condition];
  if (level <= 0) return over(before, now, holdMs(afterMs));
  const known: Known = { ...(before ?? { since: now, told: 0, toldAt: 0, level: 0 }), goneAt: null };
  if (known.told === 0) return now - known.since >= (rule.patient ? afterMs : 0) ? saying('ill') : quiet(known);

  // What people have dealt with may grow anew.
  if (rule.again === 'growth') known.level = Math.min(known.level, level);
  const grown = level > known.level;
  const gap = rule.gaps[Math.min(known.told, rule.gaps.length) - 1] ?? Number.POSITIVE_INFINITY;
  const due = now - known.toldAt >= gap;
  if (rule.again === 'time') return due ? saying('still') : quiet(known);
  return grown && (due || rule.again === 'growth_at_once') ? saying('worse') : quiet(known);

  function saying(say: Say): Decision {
    // After a long quiet time it is as if it began: the distances are short again.
    const told = rule.again === 'growth' && now - known.toldAt >= DAY ? 1 : known.told + 1;
    return { say, known: { ...known, told, toldAt: now, level }, unsaid: known };
  }
}

/** How long a condition must be gone before its end is told: one that comes and goes shall not be told each time. */
function holdMs(afterMs: number): number {
  return Math.min(60_000, afterMs / 5);
}

function over(before: Known | null, now: number, hold: number): Decision {
  // What nobody was told of needs no end.
  if (before === null || before.told === 0) return quiet(null);
  const known = { ...before, goneAt: before.goneAt ?? now };
  return now - known.goneAt >= hold ? { say: 'well', known: null, unsaid: known } : quiet(known);
}

function quiet(known: Known | null): Decision {
  return { say: null, known, unsaid: known };
}

/** Times of a clock that was ahead, or of another process's: as they stand, all would be silent until then. */
function nowAtMost({ since, toldAt, goneAt, ...known }: Known, now: number): Known {
  const gone = goneAt === null ? null : Math.min(goneAt, now);
  return { ...known, since: Math.min(since, now), toldAt: Math.min(toldAt, now), goneAt: gone };
}
