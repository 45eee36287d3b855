/** A recovery: the issue is told, and moved where the route says so. It never opens one, and leaves alone what a person closed. */

import type { IssueNow, IssueRef } from '@guance-jira/jira';
import { reached, recoveryPlan, targetsOf } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { closingOf, faultComment, type IssueRoute, type StatusEnd } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { closedByThis } from '../../issue/closed-meanwhile.ts';
import { commenting } from '../../issue/comments.ts';
import { readIssue } from '../../issue/read-issue.ts';
import { type MoveEnd, moveIssue } from '../../issue/transition.ts';
import { lookOf } from './comment-look.ts';
import type { FaultTurn } from './context.ts';
import { endTurn } from './end-turn.ts';
import { askedOf, type Followed, type Following, following, NOT_FOLLOWED, writeFollowed } from './follow/follow.ts';
import { whyUnseen } from './unreachable-issue.ts';

/** What a recovery did to an issue. */
export interface Recovered {
  did: 'resolved' | 'commented' | 'nothing';
  reason?: string;
  issue: IssueRef;
  warnings: string[];
  /** Nobody has closed the issue, or nobody can tell. */
  leftOpen: boolean;
  kept?: Followed['kept'];
}

/** When the object recovered, and how long the round lasted, in milliseconds and seconds. */
export interface Recovery {
  at: number;
  openedAt: number | null;
  lastedS: number | null;
}

export async function recoverFault(turn: FaultTurn, state: FaultState, route: IssueRoute): Promise<Step> {
  const { moment } = turn.facts;
  const issue = state.issue;
  if (issue === null) throw new Error('a fault without an issue cannot be recovered');
  const recovery = recoveryOf(moment.at, state.openedAt, turn.event.durationS);
  const follow = await following(turn, state, route);
  if (isStep(follow)) return follow;
  const recovered = await recoverIssue(turn, issue, route, recovery, follow);
  if (isStep(recovered)) return recovered;
  const { did, reason, warnings, leftOpen, kept } = recovered;
  const over = { applied: moment, recoveredAt: moment.at, level: 'ok' as const, leftOpen };
  const next: FaultState = { ...state, ...over, ...kept, issue: recovered.issue };
  return endTurn(turn, route, next, {
    outcome: did === 'nothing' ? 'ignored' : did,
    ...(reason === undefined ? {} : { reason }),
    issue: recovered.issue,
    warnings,
  });
}

export function recoveryOf(at: number, openedAt: number | null, durationS: number | null): Recovery {
  const lasted = openedAt === null || at < openedAt ? null : Math.round((at - openedAt) / 1000);
  return { at, openedAt, lastedS: durationS ?? lasted };
}

/** Comments on one issue and moves it. To be repeated after a wait. */
export async function recoverIssue(
  turn: FaultTurn,
  ref: IssueRef,
  route: IssueRoute,
  recovery: Recovery,
  follow: Following | null = null,
): Promise<Recovered | Step> {
  const { progress, event } = turn;
  const issue = await readIssue(turn, ref, askedOf(follow));
  if (isStep(issue)) return issue;
  if (issue === null) {
    const hidden = await whyUnseen(turn, ref);
    const warnings = hidden === null ? [] : [hidden];
    const reason = `recovery: ${hidden ?? 'the issue is gone'}`;
    return { did: 'nothing', reason, issue: ref, warnings, leftOpen: hidden !== null };
  }
  const here = { id: issue.id, key: issue.key };
  const movedFrom = await progress.movedFrom(issue.id);
  const done = issue.status.category === 'done';
  if (done && !(await closedByThis(turn, issue)))
    return {
      ...{ did: 'nothing', reason: 'recovery: a person has closed the issue', issue: here },
      ...{ warnings: [], leftOpen: false },
    };
  const there = movedFrom !== null && (done || reached(issue.status, targetsOf(route)));
  const followed = follow === null ? NOT_FOLLOWED : await beforeClosing(turn, issue, follow);
  if (isStep(followed)) return followed;
  const look = lookOf(route, event, recovery.openedAt);
  const { at, lastedS } = recovery;
  const comment = (status: StatusEnd) =>
    faultComment({ kind: 'recovered', at, lastedS, by: event.recoveredBy, status }, look);
  const closing = closingOf(route, event, turn.rules.people);
  const status: MoveEnd | Step = there
    ? { end: 'moved', from: movedFrom ?? '', to: issue.status.name, category: issue.status.category }
    : route.recover === null
      ? { end: 'as_it_is' }
      : await moveIssue(
          turn,
          issue,
          recoveryPlan(route, closing, {
            body: comment({ end: 'as_it_is' }),
            audience: route.audience,
            part: 'recovered',
          }),
        );
  if (isStep(status)) return status;
  const told = await commenting(turn, here, { body: comment(status), audience: route.audience }, 'recovered');
  if (isStep(told)) return told;
  const unsaid = told.end === 'refused' ? [`comment: ${told.failure.message}`] : [];
  const warnings = [
    ...followed.warnings,
    ...closing.warnings,
    ...(status.leftOut ?? []).map((field) => `recover.fields: ${field}, so it was left out`),
    ...(status.end === 'not_offered' ? [`recover: no transition ${status.wanted} is offered for ${here.key}`] : []),
    ...(status.end === 'refused'
      ? [`recover: Jira refuses ${status.wanted} for ${here.key}: ${status.words}${lacking(status.missing)}`]
      : []),
    ...unsaid,
  ];
  const did = status.end === 'moved' ? 'resolved' : told.end === 'done' ? 'commented' : 'nothing';
  const leftOpen = status.end !== 'moved' || status.category !== 'done';
  const [reason] = did === 'nothing' ? unsaid : [];
  return { did, ...(reason === undefined ? {} : { reason }), issue: here, warnings, leftOpen, kept: followed.kept };
}

/** A closed issue takes no change, and this event had written them before it closed it. */
async function beforeClosing(turn: FaultTurn, issue: IssueNow, follow: Following): Promise<Followed | Step> {
  if (issue.status.category === 'done') return { kept: { followed: follow.print }, warnings: follow.warnings };
  return writeFollowed(turn, issue, follow);
}

function lacking(missing: readonly string[] = []): string {
  return missing.length === 0 ? '' : `; it asks for ${missing.join(', ')}`;
}
