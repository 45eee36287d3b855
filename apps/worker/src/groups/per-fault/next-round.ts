/** A new fault of an object that has an issue: which route it takes, and whether it goes on there or in an issue of its own. */

import type { FaultState } from '@guance-jira/ledger';
import { issueRouteNamed, type Plan, projectBefore, routeOfRound, storedRoute } from '@guance-jira/mapping';
import { isStep, type Step } from '../../disposition.ts';
import { planBy } from '../plan-by.ts';
import { goOnByStart } from './changed-start.ts';
import type { FaultTurn } from './context.ts';
import { openByRules } from './first-event.ts';
import { holdBack, openFault } from './open.ts';
import { beginRound } from './recur.ts';
import { endUnreachable, endUntold } from './unreachable-issue.ts';

/** A new fault needs a route that matches; the same one that goes on after its recovery follows the route it has. */
export async function nextRound(
  turn: FaultTurn,
  plan: Plan,
  state: FaultState & { issue: NonNullable<FaultState['issue']> },
  known: boolean,
): Promise<Step> {
  const route = known ? storedRoute(state.route, plan, turn.rules) : routeOfRound(plan, turn.rules);
  // Whatever the old issue would take by now.
  if (turn.opening && route?.group === 'fault')
    return openFault(turn, planBy(turn, route), route, state, { issue: state.issue, why: known ? 'untold' : 'later' });
  const goesOn = known ? null : await goOnByStart(turn, plan, state);
  if (goesOn) return goesOn;
  if (route === null || route.group === 'event') return openByRules(turn, plan, null);
  const before = projectBefore(state, issueRouteNamed(state.route, turn.rules));
  const opening = planBy(turn, route);
  // Another team's project: its issue is a new one. A fault that is known has its issue, whatever its later events choose.
  if (!known && before !== null && before !== opening.draft.project)
    return openFault(turn, opening, route, state, { issue: state.issue, why: 'later' });
  // Without a recovery the issue is still about this object, and is told what goes on.
  const held = state.recoveredAt === null ? null : await holdBack(turn, opening, route, state);
  if (held) return held;
  if (turn.facts.unseen) await turn.progress.beginRound();
  const begun = await beginRound(turn, { state, issue: state.issue, route }, known);
  if (isStep(begun)) return begun;
  const end =
    known && begun.why === 'gone'
      ? await endUnreachable(turn, state, route)
      : known && begun.why === 'untold'
        ? await endUntold(turn, state, route, begun)
        : null;
  return end ?? openFault(turn, opening, route, state, begun);
}
