/** A new fault of an object that has an issue: the same issue goes on, is opened again, is left alone, or gets a successor. */

import type { IssueNow, IssueRef } from '@guance-jira/jira';
import { reopeningPlan } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { openEntry, type Round, roundOf, roundOn } from '@guance-jira/ledger';
import { faultComment, type StatusEnd } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { commenting } from '../../issue/comments.ts';
import { readIssue } from '../../issue/read-issue.ts';
import { moveIssue, transitionsOf } from '../../issue/transition.ts';
import { lookOf } from './comment-look.ts';
import type { FaultTurn } from './context.ts';
import { endTurn } from './end-turn.ts';
import { askedOf, type Following, following, NOT_FOLLOWED, writeFollowed } from './follow/follow.ts';
import type { Older } from './open.ts';
import { priorityWarnings, raise, type Standing } from './update.ts';

/**
 * @param known the fault had this issue before, which is its only one, however long ago it was closed
 * @returns the old issue where the caller opens another: it is gone, was closed too long ago, or does not open again
 */
export async function beginRound(turn: FaultTurn, standing: Standing, known: boolean): Promise<Step | Older> {
  const { state, route } = standing;
  const { facts } = turn;
  const follow = await following(turn, state, route);
  if (isStep(follow)) return follow;
  const issue = await readIssue(turn, standing.issue, askedOf(follow));
  if (isStep(issue)) return issue;
  if (issue === null) return { issue: standing.issue, why: 'gone' };
  const here = { id: issue.id, key: issue.key };
  const began = roundOf(facts.moment, {
    faultKey: facts.faultKey,
    route: route.name,
    issue: here,
    openedAt: turn.event.faultStart ?? facts.moment.at,
    level: facts.level,
    peak: facts.rank,
  });
  const { priorityRank, chosen, followed } = state;
  const stays = { ...(chosen === undefined ? {} : { chosen }), ...(followed === undefined ? {} : { followed }) };
  const round: FaultState = { ...began, priorityRank, seen: true, ...stays };
  // That it is open may be what this very event has made of it before a wait. Whoever has closed it is judged anew.
  const movedFrom = await turn.progress.movedFrom(issue.id);
  const isOurs = movedFrom !== null && issue.status.category !== 'done';
  const verdict: Round = isOurs ? 'reopen' : roundOn(issue, state, route, facts.moment);
  if (verdict === 'anew' && !known) return { issue: here, why: 'later' };
  if (verdict === 'leave') {
    const left = { ...round, leftAlone: true };
    const reason = `wont_fix: ${here.key} was closed as ${issue.resolution}`;
    return endTurn(turn, route, left, { outcome: 'ignored', reason, issue: here, resolved: true });
  }
  const status = verdict === 'go_on' ? AS_IT_IS : await reopened(turn, standing, issue, movedFrom);
  if (isStep(status)) return status;
  // Nobody looks at what is closed. Of one fault a second issue is enough: that one is told.
  const isLocked = status.end === 'not_offered' || status.end === 'refused';
  if (isLocked && !(known && state.anew))
    return { issue: here, why: known ? 'untold' : 'later', warnings: lockedWarnings(status, here) };
  return goOn(turn, standing, round, issue, status, follow);
}

function lockedWarnings(status: StatusEnd, { key }: IssueRef): string[] {
  if (status.end === 'not_offered') return [`reopen: no transition is offered for ${key}`];
  return status.end === 'refused' ? [`reopen: Jira refuses ${status.wanted} for ${key}: ${status.words}`] : [];
}

/** The round's record points at the issue too, so that its later events find it whatever becomes of the object's record. */
async function goOn(
  turn: FaultTurn,
  standing: Standing,
  round: FaultState,
  issue: IssueNow,
  status: StatusEnd,
  follow: Following | null,
): Promise<Step | Older> {
  const { facts, jira } = turn;
  const { state, route } = standing;
  const here = { id: issue.id, key: issue.key };
  const priority = await raise(turn, issue, state, route);
  if (isStep(priority)) return priority;
  const isOpen = status.end === 'moved' || issue.status.category !== 'done';
  const followed = follow === null || !isOpen ? NOT_FOLLOWED : await writeFollowed(turn, issue, follow);
  if (isStep(followed)) return followed;
  const told = await commenting(
    turn,
    here,
    { body: againComment(turn, standing, status), audience: route.audience },
    'again',
  );
  if (isStep(told)) return told;
  const warnings = [
    ...lockedWarnings(status, here),
    ...priorityWarnings(priority, here),
    ...followed.warnings,
    ...(told.end === 'refused' ? [`comment: ${told.failure.message}`] : []),
  ];
  if (status.end !== 'moved' && told.end === 'refused') {
    // Where it is open and could be moved, it is on people's boards and says what is so. Else it is archived, say: nobody would hear of this.
    const offered = status.end === 'as_it_is' ? await transitionsOf(turn, issue) : [];
    if (isStep(offered)) return offered;
    if (offered.length === 0) return { issue: here, why: 'untold', warnings };
  }
  const from = { route: route.name, eventId: turn.eventId, workspace: turn.workspace };
  await openEntry(turn.redis, turn.keys.fault(facts.faultKey), from, jira.ledger).confirm(here);
  const raised = priority?.end === 'raised' ? { priorityRank: Math.max(facts.rank, state.priorityRank) } : {};
  const outcome = status.end === 'moved' ? 'reopened' : told.end === 'done' ? 'commented' : 'ignored';
  const reason = outcome === 'ignored' && told.end === 'refused' ? { reason: `comment: ${told.failure.message}` } : {};
  return endTurn(turn, route, { ...round, ...raised, ...followed.kept }, { outcome, ...reason, issue: here, warnings });
}

const AS_IT_IS: StatusEnd = { end: 'as_it_is' };

function againComment({ facts, event }: FaultTurn, { state, route }: Standing, status: StatusEnd) {
  const { at } = facts.moment;
  const afterS = state.recoveredAt === null ? null : Math.max(0, Math.round((at - state.recoveredAt) / 1000));
  return faultComment({ kind: 'again', at, afterS, status }, lookOf(route, event, state.recoveredAt));
}

async function reopened(
  turn: FaultTurn,
  standing: Standing,
  issue: IssueNow,
  movedFrom: string | null,
): Promise<StatusEnd | Step> {
  if (movedFrom !== null && issue.status.category !== 'done')
    return { end: 'moved', from: movedFrom, to: issue.status.name };
  const body = againComment(turn, standing, { end: 'moved', from: issue.status.name, to: '' });
  return moveIssue(turn, issue, reopeningPlan(issue, { body, audience: standing.route.audience, part: 'again' }));
}
