import type { IssueRef } from '@guance-jira/jira';
import type { FaultState, Settlement } from '@guance-jira/ledger';
import { windowOf } from '@guance-jira/ledger';
import type { IssueRoute } from '@guance-jira/mapping';
import type { Outcome } from '@guance-jira/queue';
import type { Step } from '../../disposition.ts';
import { leaveStorm } from '../leave-storm.ts';
import type { FaultTurn } from './context.ts';
import { noteSubject } from './state/note-subject.ts';

export interface FaultEnd {
  outcome: Outcome;
  reason?: string;
  issue: IssueRef | null;
  warnings?: readonly string[];
  /** The issue is resolved, so the records may expire. */
  resolved?: boolean;
}

/** What is known of an object that has no issue is of use for a day at most. */
const KEEP_UNOPENED_S = 86_400;

/** Writes what is known now together with the event's end, then settles the event. */
export async function endTurn(
  turn: FaultTurn,
  route: IssueRoute | null,
  state: FaultState,
  end: FaultEnd,
): Promise<Step> {
  const settlement: Settlement = {
    outcome: end.outcome,
    route: state.route === '' ? null : state.route,
    reason: end.reason ?? null,
    ...(end.issue === null ? {} : { issue: end.issue }),
  };
  const { place, facts } = turn;
  // An event may have a place in a list and end in another way: its object has gone on while its job was gone.
  await leaveStorm(turn, place && { window: windowOf(place), faultKey: facts.faultKey }, state);
  if (!(await keepState(turn, route, state, settlement, end.resolved ?? false))) return overtaken();
  return settleTurn(turn, settlement, end.warnings);
}

export async function settleTurn(
  turn: Pick<FaultTurn, 'record'>,
  settlement: Settlement,
  warnings?: readonly string[],
): Promise<Step> {
  await turn.record.settle(settlement);
  const { outcome, reason, issue, route } = settlement;
  const told = warnings && warnings.length > 0 ? { warnings } : {};
  return { step: 'done', outcome, reason, issueKey: issue?.key ?? null, route, ...told };
}

/** Writes what is known while the event goes on. False: another attempt has taken the lane. */
export async function keepState(
  turn: FaultTurn,
  route: IssueRoute | null,
  state: FaultState,
  settlement: Settlement | null = null,
  resolved = false,
): Promise<boolean> {
  await noteSubject(turn, route, state);
  // An unresolved issue is never forgotten, however long it takes (groups/per-fault/open-issues.ts).
  const open = state.issue !== null && !resolved && (state.recoveredAt === null || state.leftOpen === true);
  const unopened = state.issue === null && state.storm === null;
  const keepMs = Math.max(turn.jira.ledger.ledgerDays * 86_400_000, route?.reopenWithinMs ?? 0);
  return turn.faults.write({
    objectKey: turn.objectKey,
    fence: turn.fence,
    state: resolved && state.leftOpen ? { ...state, leftOpen: false } : state,
    keepSeconds: unopened ? KEEP_UNOPENED_S : open ? null : Math.ceil(keepMs / 1000),
    recordKey: turn.record.key,
    settlement,
  });
}

/** A frozen attempt that comes to itself after another has taken its place. */
export function overtaken(): Step {
  return { step: 'wait', ms: 1000, reason: 'another attempt at this event is under way' };
}

/** Of those who wait for what an object does next, so many are woken; the others look again by themselves. */
export const MAX_WAITERS = 20;
