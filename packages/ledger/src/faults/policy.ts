/**
 * Pure: what an event means for its object, by what is known of it. Events come in any order; the newest decides what state
 * the issue is in, and an older one is only written down.
 */

import type { IssueNow } from '@guance-jira/jira';
import type { Level } from '@guance-jira/mapping';
import { cameMuchLater, clockIsBehind, isNewer } from './clocks.ts';
import type { Moment } from './state/moment.ts';
import type { FaultState } from './state/state.ts';

/** An event, as far as the policy asks. */
export interface FaultEvent {
  moment: Moment;
  faultKey: string;
  /** False when the event tells of no round, so that it belongs to the one that is under way. */
  namesItsFault: boolean;
  /** The ledger has no record of the fault. */
  unseen?: boolean;
  recovered: boolean;
  level: Level | null;
  /** Higher is worse. */
  rank: number;
}

export type Move =
  /** Nothing was opened for the object: the rules decide. */
  | { move: 'open' }
  /** A recovery of nothing that is known. */
  | { move: 'unknown_recovery' }
  /** The fault was held back and is over: there is nothing to open. */
  | { move: 'over_while_held' }
  | { move: 'recover' }
  | { move: 'recovered_before' }
  /** A new fault of an object that has an issue. `known`: the same fault goes on after its recovery. */
  | { move: 'round'; known: boolean }
  | { move: 'level'; rise: boolean }
  | { move: 'repeat' }
  /** Older than what was applied, and it would have changed something. */
  | { move: 'late' }
  | { move: 'left_alone' }
  /** The fault goes on in the list of a storm. */
  | { move: 'listed'; rise: boolean }
  | { move: 'recover_listed' };

export function moveFor(event: FaultEvent, state: FaultState | null): Move {
  if (state === null || state.issue === null) return unopened(event, state);
  const belongs = event.faultKey === state.faultKey || !event.namesItsFault;
  const newer = isNewer(event.moment, state.applied) || isNewRound(event, state) || endsBeforeItBegan(event, state);
  if (event.recovered) {
    if (newer && state.heldUntil !== null) return { move: 'over_while_held' };
    if (!newer) return { move: 'late' };
    return { move: state.recoveredAt === null ? 'recover' : 'recovered_before' };
  }
  if (isOver(event, state)) return { move: 'over_while_held' };
  const repeats = belongs && state.recoveredAt === null && event.level === state.level;
  if (!newer) return { move: repeats ? 'repeat' : 'late' };
  if (belongs && state.leftAlone) return { move: 'left_alone' };
  if (state.recoveredAt !== null || !belongs) return { move: 'round', known: event.faultKey === state.faultKey };
  return repeats ? { move: 'repeat' } : { move: 'level', rise: event.rank > state.peak };
}

function unopened(event: FaultEvent, state: FaultState | null): Move {
  if (state?.storm) return listed(event, state);
  if (event.recovered) return { move: state?.heldUntil ? 'over_while_held' : 'unknown_recovery' };
  return { move: state !== null && isOver(event, state) ? 'over_while_held' : 'open' };
}

function listed(event: FaultEvent, state: FaultState): Move {
  const newer = isNewer(event.moment, state.applied) || isNewRound(event, state) || endsBeforeItBegan(event, state);
  if (event.recovered) return { move: newer && state.recoveredAt === null ? 'recover_listed' : 'recovered_before' };
  if (newer && state.recoveredAt !== null) return { move: 'open' };
  return { move: 'listed', rise: newer && event.rank > state.peak };
}

function isOver(event: FaultEvent, state: FaultState): boolean {
  return state.heldOver !== null && event.moment.at <= state.heldOver && !isNewRound(event, state);
}

/** A fault that nobody has heard of, which came later: a new round, also where its clock says that it is older. */
function isNewRound({ moment, unseen, namesItsFault, faultKey, recovered }: FaultEvent, state: FaultState): boolean {
  if (recovered || !unseen || !namesItsFault || faultKey === state.faultKey) return false;
  return clockIsBehind(moment, state.applied) || cameMuchLater(moment, state.applied);
}

/** The recovery of this very round by a clock that is behind: nothing ends before it begins. */
function endsBeforeItBegan({ moment, namesItsFault, faultKey, recovered }: FaultEvent, state: FaultState): boolean {
  if (!recovered || !namesItsFault || faultKey !== state.faultKey) return false;
  return moment.at < state.openedAt && clockIsBehind(moment, state.applied);
}

/** When the object recovered, if that was after this event of an abnormal state. */
export function overSince(event: FaultEvent, state: FaultState | null): number | null {
  if (state === null || isNewRound(event, state) || isNewer(event.moment, state.applied)) return null;
  return state.recoveredAt;
}

export type Round = 'reopen' | 'go_on' | 'leave' | 'anew';

/**
 * What a new round makes of the issue that holds the last one. Its age counts from Jira's own date of resolution, else from the
 * recovery; where a project sets neither, from the last change of status.
 */
export function roundOn(
  issue: Pick<IssueNow, 'status' | 'resolution' | 'resolvedAt' | 'statusChangedAt'>,
  state: Pick<FaultState, 'recoveredAt'>,
  route: { wontFix: readonly string[]; reopenWithinMs: number },
  moment: Moment,
): Round {
  if (issue.status.category !== 'done') return 'go_on';
  const resolution = issue.resolution?.trim().toLowerCase();
  if (route.wontFix.some((name) => name.trim().toLowerCase() === resolution)) return 'leave';
  const endedAt = issue.resolvedAt ?? state.recoveredAt ?? issue.statusChangedAt;
  // An event may be told late, and its clock may be another: the later of its two times is the fair one.
  const age = endedAt === null ? 0 : Math.max(moment.at, moment.receivedAt) - endedAt;
  return age <= route.reopenWithinMs ? 'reopen' : 'anew';
}

/** Whether a repeat gets a comment now; else it is only counted. */
export function repeatIsTold(
  state: Pick<FaultState, 'commentedAt' | 'comments'>,
  route: { commentThrottleMs: number | null; commentsMost: number },
  receivedAt: number,
): boolean {
  if (route.commentThrottleMs === null || state.comments >= route.commentsMost) return false;
  return receivedAt - state.commentedAt >= route.commentThrottleMs;
}
