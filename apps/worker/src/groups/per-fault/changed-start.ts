/**
 * A round that is known by the start of its alert alone. Whoever sends may write another start with each event, so that one says
 * nothing while the object has not recovered and its issue is open: the round goes on, and is told no more often than that.
 */

import type { IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { isNewer, openEntry } from '@guance-jira/ledger';
import { type AlertEvent, type Plan, routeOfRound, storedRoute } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { reading } from '../../issue/requests.ts';
import type { FaultTurn } from './context.ts';
import { changeLevel, countRepeat } from './update.ts';

type Opened = FaultState & { issue: IssueRef };

/** Null: it is a round like any other. To be repeated after a wait. */
export async function goOnByStart(turn: FaultTurn, plan: Plan, state: Opened): Promise<Step | null> {
  const { facts, event, jira } = turn;
  if (!isChangedStart(event, turn, state) || !isNewer(facts.moment, state.applied)) return null;
  if (routeOfRound(plan, turn.rules)?.group !== 'fault') return null;
  const route = storedRoute(state.route, plan, turn.rules);
  // This very event has opened the issue again.
  if (route === null || (await turn.progress.movedFrom(state.issue.id)) !== null) return null;
  const issue = await reading(turn, 'get', () => jira.tracker.read(state.issue));
  if (isStep(issue)) return issue;
  if (issue === null || issue.status.category === 'done') return null;
  const here = { id: issue.id, key: issue.key };
  const from = { route: route.name, eventId: turn.eventId, workspace: turn.workspace };
  await openEntry(turn.redis, turn.keys.fault(facts.faultKey), from, jira.ledger).confirm(here);
  const standing = { state: { ...state, faultKey: facts.faultKey, seen: true }, issue: here, route };
  return facts.level === state.level
    ? countRepeat(turn, standing)
    : changeLevel(turn, standing, facts.rank > state.peak);
}

function isChangedStart(event: AlertEvent, { facts, objectKey }: FaultTurn, state: Opened): boolean {
  const byStart = facts.namesItsFault && event.faultKeyBefore === null;
  return byStart && state.recoveredAt === null && !state.leftAlone && state.faultKey.startsWith(`${objectKey}/`);
}
