/** Later events of a fault that a storm lists. It has no issue of its own, unless it becomes severe or the list is deleted. */

import type { IssueRef } from '@guance-jira/jira';
import { applied, type FaultState, type Move } from '@guance-jira/ledger';
import { type IssueRoute, type Plan, storedRoute } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { leaveStorm, stoodIn } from '../leave-storm.ts';
import { planBy } from '../plan-by.ts';
import type { FaultTurn } from './context.ts';
import { endTurn } from './end-turn.ts';
import { anewIn, openFault } from './open.ts';
import { endUnreachable } from './unreachable-issue.ts';
import { isShown } from './update.ts';

type Listed = FaultState & { storm: NonNullable<FaultState['storm']> };

export async function inStorm(move: Move, turn: FaultTurn, plan: Plan, before: Listed): Promise<Step> {
  const { facts, rules, event, storms } = turn;
  const route = storedRoute(before.route, plan, rules);
  const { window } = before.storm;
  const { issue, gone } = await storms.whereListed(window, before.storm.issue);
  const state: Listed = { ...before, storm: { window, issue } };
  if (move.move === 'recover_listed') {
    const over: FaultState = { ...state, applied: facts.moment, recoveredAt: facts.moment.at, level: 'ok' };
    await leaveStorm(turn, stoodIn(state), over);
    const reason = gone ? 'recovery: the issue is gone' : 'recovery: listed in a storm';
    return endTurn(turn, route, over, { outcome: 'ignored', reason, issue });
  }
  const rise = move.move === 'listed' && move.rise;
  const keep = rules.storm?.keep ?? (await storms.about(window))?.keep ?? [];
  const severe = event.level !== null && keep.includes(event.level);
  if (rise && severe && route) return openFault(turn, planBy(turn, route), route, state, null);
  const lost = !facts.recovered && route ? await whereItWasGone(turn, state, route, gone, rise) : null;
  if (lost) return lost;
  if (!facts.recovered) await storms.keep(window);
  const reason = facts.recovered ? 'recovery: the fault had recovered before' : 'repeat: listed in a storm';
  // An older event that comes after this one must not undo it.
  return endTurn(turn, route, applied(state, turn), { outcome: 'ignored', reason, issue });
}

/** Null: the issue that lists it stands, as far as is known. */
async function whereItWasGone(
  turn: FaultTurn,
  state: Listed,
  route: IssueRoute,
  knownGone: boolean,
  rise: boolean,
): Promise<Step | null> {
  const { window, issue } = state.storm;
  // An attempt before this one has found it gone, and another list is opened since, for this event too.
  if (turn.place?.subject === anewIn(turn.facts.faultKey))
    return openFault(turn, planBy(turn, route), route, state, { issue, why: 'gone' });
  const gone = knownGone || (await looksGone(turn, state, rise));
  if (gone === false || isStep(gone)) return gone || null;
  const end = await endUnreachable(turn, { ...state, issue, seen: true }, route);
  if (end) return end;
  await turn.storms.noteUnseen(window, issue);
  return openFault(turn, planBy(turn, route), route, state, { issue, why: 'gone' });
}

/** A request for each repeat of thousands of faults would be too many. */
async function looksGone(turn: FaultTurn, { storm }: Listed, rise: boolean): Promise<boolean | Step> {
  if (!rise && !(await turn.storms.mayLook(storm.window))) return false;
  const shown = await isShown(turn, storm.issue);
  if (shown === true || isStep(shown)) return shown === true ? false : shown;
  // One that this account may create but not see stands all the same.
  return !(await isHidden(turn, storm.issue));
}

async function isHidden({ jira }: FaultTurn, issue: IssueRef): Promise<boolean> {
  if ((await jira.visibility?.of(issue)) !== 'hidden') return false;
  jira.visibility?.met(issue);
  return true;
}
