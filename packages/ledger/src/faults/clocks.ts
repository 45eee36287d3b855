/**
 * Whose clock is off. Events are ordered by their own time, which is somebody else's clock: two that disagree with the order of
 * arrival by more than a delivery can take tell of a wrong clock, not of an event that was held up. Pure; milliseconds.
 */

import type { Moment } from './state/moment.ts';
import { compareMoments } from './state/moment.ts';
import type { FaultState } from './state/state.ts';

/**
 * Whether this event is the newer. Arrival decides where one of the two has no time of its own, and where the applied one's clock
 * was ahead and this one's is not.
 */
export function isNewer(moment: Moment, applied: Moment): boolean {
  const ahead = applied.at - applied.receivedAt > SMALL_SKEW_MS && moment.at <= moment.receivedAt;
  if (!moment.untimed && !applied.untimed && !ahead) return compareMoments(moment, applied) > 0;
  return compareMoments({ ...moment, at: moment.receivedAt }, { ...applied, at: applied.receivedAt }) > 0;
}

/** It came later and says that it is much older: its clock is behind. */
export function clockIsBehind(moment: Moment, applied: Moment): boolean {
  const behindMs = moment.receivedAt - moment.at - (applied.receivedAt - applied.at);
  return moment.receivedAt > applied.receivedAt && behindMs > TIMEZONE_MS;
}

/** It came so much later that nothing can have held it up for so long: Guance sends an event once, within seconds. */
export function cameMuchLater(moment: Moment, applied: Moment): boolean {
  return moment.receivedAt - applied.receivedAt > AHEAD_MS;
}

/**
 * What is known of an object, with times that lie further ahead than they can counted as times of now: an older version took any
 * time of an event, and a receiver's clock may have been ahead.
 */
export function withPossibleTimes(state: FaultState, event: Moment, now: number): FaultState {
  const { applied } = state;
  const arrived = applied.receivedAt >= EARLIEST_ARRIVAL ? Math.min(applied.receivedAt, now) : now;
  const latest = arrived + AHEAD_MS;
  // The receiver's clock was ahead when it was told last: only this event's arrival and our clock together can say so.
  const toldAhead = state.commentedAt > Math.max(event.receivedAt, now) + AHEAD_MS;
  const times = [applied.at, state.openedAt, state.recoveredAt ?? 0, state.heldOver ?? 0];
  if (!toldAhead && times.every((time) => time <= latest)) return state;
  // Right before the event that is at its turn, which would be late for ever otherwise.
  const instead = Math.min(arrived, event.receivedAt - 1);
  const possible = (time: number) => (time > latest ? instead : time);
  return {
    ...state,
    applied:
      applied.at > latest
        ? { ...applied, at: instead, receivedAt: possible(applied.receivedAt), untimed: true }
        : applied,
    openedAt: possible(state.openedAt),
    recoveredAt: state.recoveredAt === null ? null : possible(state.recoveredAt),
    heldOver: (state.heldOver ?? 0) > latest ? null : state.heldOver,
    repeats: { ...state.repeats, since: possible(state.repeats.since) },
    commentedAt: toldAhead ? instead : state.commentedAt,
  };
}

/** How far the clocks of two machines that somebody looks after may differ. */
const SMALL_SKEW_MS = 60_000;
/** As far ahead of its arrival as a time may be (packages/mapping). */
const AHEAD_MS = 5 * 60_000;
/** A clock set by another timezone is off by an hour, give or take. */
const TIMEZONE_MS = 50 * 60_000;
/** 1973: before, it is no arrival. */
const EARLIEST_ARRIVAL = 1e11;
