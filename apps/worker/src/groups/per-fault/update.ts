/** Later events of a fault whose issue stands: a change of level, a repeat, a late event. What people did is left as it is. */

import type { IssueNow, IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { applied, isNewer, repeatIsTold } from '@guance-jira/ledger';
import { faultComment, type IssueRoute, mayRaise, type PriorityEnd, priorityFor } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { commenting } from '../../issue/comments.ts';
import { noted, reading, writing } from '../../issue/requests.ts';
import { lookOf } from './comment-look.ts';
import type { FaultTurn } from './context.ts';
import { endTurn, type FaultEnd } from './end-turn.ts';
import { askedOf, following, NOT_FOLLOWED, writeFollowed } from './follow/follow.ts';
import { whyUnseen } from './unreachable-issue.ts';

/** What the event belongs to. */
export interface Standing {
  state: FaultState;
  issue: IssueRef;
  route: IssueRoute;
}

const REPEAT = 'repeat: the fault has its issue';
const CLOSED = 'repeat: a person has closed the issue';

/** Whether Jira shows the issue to this account. */
export async function isShown(turn: FaultTurn, ref: IssueRef): Promise<boolean | Step> {
  const issue = await reading(turn, 'get', () => turn.jira.tracker.read(ref));
  return isStep(issue) ? issue : issue !== null;
}

/** Null: the issue is gone, and the caller opens another. */
export async function changeLevel(turn: FaultTurn, standing: Standing, rise: boolean): Promise<Step | null> {
  const { state, route } = standing;
  const { facts, event, jira } = turn;
  // One that comes late changes nothing.
  const follow = isNewer(turn.facts.moment, state.applied) ? await following(turn, state, route) : null;
  if (isStep(follow)) return follow;
  const issue = await reading(turn, 'get', () => jira.tracker.read(standing.issue, askedOf(follow)));
  if (issue === null || isStep(issue)) return issue;
  const here = { id: issue.id, key: issue.key };
  const closed = issue.status.category === 'done';
  const next: FaultState = { ...applied(state, turn), issue: here, seen: true };
  if (closed && (!rise || state.closedNoted))
    return endTurn(turn, route, counted(next), { outcome: 'ignored', reason: CLOSED, issue: here, resolved: true });
  const priority = closed ? null : await raise(turn, issue, state, route);
  if (isStep(priority)) return priority;
  const followed = closed || follow === null ? NOT_FOLLOWED : await writeFollowed(turn, issue, follow);
  if (isStep(followed)) return followed;
  const level = { at: facts.moment.at, from: state.level, to: facts.level, value: event.value };
  const comment = faultComment({ kind: 'level', ...level, priority, closed }, lookOf(route, event, state.openedAt));
  const told = await commenting(turn, here, { body: comment, audience: route.audience }, 'level');
  if (isStep(told)) return told;
  const raised = priority?.end === 'raised' ? { priorityRank: Math.max(facts.rank, state.priorityRank) } : {};
  const closedNoted = state.closedNoted || closed;
  const after: FaultState = { ...next, ...raised, ...fresh(turn), ...followed.kept, closedNoted };
  const end = endOf(told, here);
  const warnings = [...(end.warnings ?? []), ...priorityWarnings(priority, here), ...followed.warnings];
  return endTurn(turn, route, after, { ...end, warnings, resolved: closed });
}

/** Counted without a word, or told at most once in the route's time; fields may follow it. Null: the issue is gone. */
export async function countRepeat(turn: FaultTurn, standing: Standing): Promise<Step | null> {
  const { state, route } = standing;
  const { facts, event, jira } = turn;
  const next = counted(applied(state, turn));
  const silent = (issue: IssueRef, reason: string, resolved = false) =>
    endTurn(turn, route, { ...next, issue }, { outcome: 'ignored', reason, issue, resolved });
  const isTold = repeatIsTold(state, route, event.receivedAt);
  // One that comes late changes nothing.
  const follow = isNewer(turn.facts.moment, state.applied) ? await following(turn, state, route) : null;
  if (isStep(follow)) return follow;
  if (!isTold && follow === null) return silent(standing.issue, REPEAT);
  const issue = await reading(turn, 'get', () => jira.tracker.read(standing.issue, askedOf(follow)));
  if (issue === null || isStep(issue)) return issue;
  const here = { id: issue.id, key: issue.key };
  if (issue.status.category === 'done') return silent(here, CLOSED, true);
  const followed = follow === null ? NOT_FOLLOWED : await writeFollowed(turn, issue, follow);
  if (isStep(followed)) return followed;
  if (!isTold)
    return endTurn(
      turn,
      route,
      { ...next, issue: here, seen: true, ...followed.kept },
      { outcome: 'ignored', reason: REPEAT, issue: here, warnings: followed.warnings },
    );
  const { count, since } = next.repeats;
  const repeat = { at: facts.moment.at, since, count, value: event.value };
  const comment = faultComment({ kind: 'repeat', ...repeat }, lookOf(route, event, state.openedAt));
  const told = await commenting(turn, here, { body: comment, audience: route.audience }, 'repeat');
  if (isStep(told)) return told;
  const comments = state.comments + 1;
  const after: FaultState = { ...next, ...fresh(turn), issue: here, seen: true, comments, ...followed.kept };
  const end = endOf(told, here);
  return endTurn(turn, route, after, { ...end, warnings: [...(end.warnings ?? []), ...followed.warnings] });
}

/** An event that comes after a newer one is written down, and changes nothing. */
export async function noteLate(turn: FaultTurn, standing: Standing): Promise<Step> {
  const { state, route } = standing;
  const { facts, event, jira } = turn;
  const { level, moment } = facts;
  const issue = await reading(turn, 'get', () => jira.tracker.read(standing.issue));
  if (isStep(issue)) return issue;
  const ignored = (reason: string, ref: IssueRef, resolved: boolean) =>
    endTurn(turn, route, state, { outcome: 'ignored', reason, issue: ref, resolved });
  if (issue === null)
    return ignored((await whyUnseen(turn, standing.issue)) ?? 'late: the issue is gone', standing.issue, false);
  const here = { id: issue.id, key: issue.key };
  const closedByPerson = issue.status.category === 'done' && state.recoveredAt === null;
  if (closedByPerson || state.leftAlone) return ignored('late: a person has closed the issue', here, true);
  const look = lookOf(route, event, state.openedAt);
  const comment = faultComment({ kind: 'late', at: moment.at, level, value: event.value }, look);
  const told = await commenting(turn, here, { body: comment, audience: route.audience }, 'late');
  if (isStep(told)) return told;
  const resolved = issue.status.category === 'done';
  return endTurn(turn, route, state, { ...endOf(told, here), resolved });
}

/** Priority only rises, and never over a person's choice. Null: the route sets none, or the issue shows none. */
export async function raise(
  turn: FaultTurn,
  issue: IssueNow,
  state: FaultState,
  route: IssueRoute,
): Promise<PriorityEnd | null | Step> {
  const wanted = priorityFor(turn.event, route);
  // It may be what this very event has made of it before a wait; the history tells if a person has.
  const mayBeOurs = wanted === issue.priority && !issue.priorityIsTheirs;
  const raisedFrom = mayBeOurs ? await turn.progress.raisedFrom(issue.id) : null;
  if (raisedFrom !== null && wanted !== null) return { end: 'raised', from: raisedFrom, to: wanted };
  const may = route.raisePriority && turn.facts.rank > state.priorityRank && !issue.priorityIsTheirs;
  if (may && wanted !== null && wanted !== issue.priority && mayRaise(route.priority, issue.priority, wanted)) {
    const before = await turn.progress.priorityBefore(issue.id, issue.priority ?? '—');
    const set = () => turn.jira.tracker.setPriority(issue, wanted);
    const written = await noted(before, (onLost) => writing(turn, 'edit', issue, set, onLost));
    if (isStep(written)) return written;
    return written.end === 'done' ? { end: 'raised', from: before.was, to: wanted } : { end: 'refused', to: wanted };
  }
  return wanted === null || issue.priority === null ? null : { end: 'kept', name: issue.priority };
}

export function priorityWarnings(priority: PriorityEnd | null, { key }: IssueRef): string[] {
  return priority?.end === 'refused' ? [`priority: Jira refuses ${priority.to} for ${key}`] : [];
}

function endOf(told: Exclude<Awaited<ReturnType<typeof commenting>>, Step>, issue: IssueRef): FaultEnd {
  if (told.end === 'done') return { outcome: 'commented', issue };
  return { outcome: 'ignored', reason: `comment: ${told.failure.message}`, issue, warnings: [told.failure.message] };
}

function counted(state: FaultState): FaultState {
  return { ...state, repeats: { ...state.repeats, count: state.repeats.count + 1 } };
}

/** What a comment starts anew. */
function fresh({ facts, event }: FaultTurn): Pick<FaultState, 'repeats' | 'commentedAt'> {
  return { repeats: { count: 0, since: facts.moment.at }, commentedAt: event.receivedAt };
}
