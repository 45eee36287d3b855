/** Pure: how many minutes back a poll asks. */
import type { PollTurn } from '@guance-jira/ledger';

/** JQL knows whole minutes only, search lags behind, and the look itself takes time: what was found before is known by its print. */
export function minutesBack({ now, lookedAt }: PollTurn, { everyMs, settleMs }: { everyMs: number; settleMs: number }) {
  // Never yet, or by a clock that was set back since: nobody knows how long ago.
  const sinceMs = lookedAt === null || lookedAt > now ? Math.max(everyMs, FIRST_MS) : now - lookedAt;
  return Math.ceil((Math.min(sinceMs, FURTHEST_MS) + settleMs) / 60_000) + 1;
}

/** What people did in the last hour before it was switched on is told too. */
const FIRST_MS = 3_600_000;
const FURTHEST_MS = 7 * 86_400_000;
