/** Pure: since when the issue of an event can exist, and whether that time can be trusted to be after a loss. */
import type { AlertEvent } from '@guance-jira/mapping';

/** Milliseconds: `at` by the clock of whoever wrote the event, `receivedAt` by the receiver's. */
export interface Begun {
  at: number;
  eventTime: number | null;
  receivedAt: number;
}

/** @param at null where the event does not tell */
export function begunOf({ eventTime, receivedAt }: AlertEvent, at: number | null): Begun | null {
  return at === null ? null : { at, eventTime, receivedAt };
}

/** So much may a clock be ahead of the receiver's and still tell the time. */
const AHEAD_MS = 60_000;
/** Guance sends at once. What comes later may have been delivered before, by a clock that is ahead too. */
const LATE_MS = 10 * 60_000;

/** The time by our own clock, or null where clocks contradict each other, so that it may be any. */
export function surelyBegun(begun: Begun | null, now: number): number | null {
  if (begun === null || begun.eventTime === null) return null;
  const { at, eventTime, receivedAt } = begun;
  const latest = receivedAt + AHEAD_MS;
  if (at > latest || eventTime > latest || receivedAt - eventTime > LATE_MS) return null;
  // A receiver that is ahead of us is so with all that it received.
  return at - Math.max(0, receivedAt - now);
}
