/** Events of an object that has no issue: the first of a fault, a recovery of nothing known, and what holdFor keeps back. */

import type { FaultState } from '@guance-jira/ledger';
import { compareMoments, overSince, roundOf } from '@guance-jira/ledger';
import { type IssueRoute, issueRouteNamed, type Plan, type Rules } from '@guance-jira/mapping';
import { ignored } from '../../create/creation.ts';
import { isStep, type Step } from '../../disposition.ts';
import { openAlone } from '../per-event.ts';
import { recoverEvents } from '../recover-per-event.ts';
import { noteRecovery, recoveredSince } from '../recovery-note.ts';
import type { FaultTurn } from './context.ts';
import { endTurn, keepState, MAX_WAITERS, overtaken, settleTurn } from './end-turn.ts';
import { openFault } from './open.ts';
import { recoverIssue, recoveryOf } from './recover.ts';

/** Where no route opens issues. */
const GRACE_MS = 60_000;

export async function openByRules(turn: FaultTurn, plan: Plan, state: FaultState | null): Promise<Step> {
  if (plan.action === 'ignore') return ignored(plan, turn.record);
  const route = issueRouteNamed(plan.route, turn.rules);
  if (route === null) throw new Error(`no route ${plan.route}`);
  if (route.group === 'fault') {
    const over = route.holdForMs > 0 && overSince(turn.facts, state) !== null;
    return over && state ? endWhileHeld(turn, state) : openFault(turn, plan, route, state, null);
  }
  return openAlone(turn.event, plan, turn.record, turn, turn.rules, async (issue) => {
    await turn.faults.addIssue(turn.event.faultKey, issue, plan.route);
    const end = { outcome: 'created', route: plan.route, reason: null, issue } as const;
    const over = plan.recovers ? await recoveredSince(turn) : null;
    if (over === null) return settleTurn(turn, end);
    // The recovery has had its outcome; what it would have done is still due.
    const recovered = await recoverIssue(turn, issue, route, recoveryOf(over.at, turn.event.faultStart, null));
    return isStep(recovered) ? recovered : settleTurn(turn, end, recovered.warnings);
  });
}

/** Its fault may still be on its way: it waits a little, and is woken when the fault opens. */
export async function endUnknownRecovery(turn: FaultTurn, plan: Plan, state: FaultState | null): Promise<Step> {
  const { event, facts } = turn;
  const alone = await recoverEvents(turn, plan);
  if (alone) return alone;
  const route = issueRouteNamed(plan.route, turn.rules);
  const stub: FaultState = state ?? {
    ...roundOf(facts.moment, {
      faultKey: facts.faultKey,
      route: route?.name ?? '',
      issue: null,
      openedAt: facts.moment.at,
      level: null,
      peak: 0,
    }),
  };
  const ignoring = plan.action === 'ignore' && plan.reason === 'route_ignores';
  const ms = ignoring ? 0 : graceLeftMs(event.receivedAt, graceMs(route, turn.rules), Date.now());
  if (ms > 0) {
    const waiters = [...new Set([...stub.waiters, turn.jobId])].slice(-MAX_WAITERS);
    if (!(await keepState(turn, route, { ...stub, waiters }))) return overtaken();
    return { step: 'wait', ms, reason: 'its fault is not known yet (recoverGrace)', leaveLane: true };
  }
  await noteRecovery(turn);
  const applied = compareMoments(facts.moment, stub.applied) > 0 ? facts.moment : stub.applied;
  const over: FaultState = { ...stub, recoveredAt: applied.at, applied, waiters: [] };
  const reason = ignoring && plan.detail ? `${plan.reason}: ${plan.detail}` : ignoring ? plan.reason : 'recovery';
  return endTurn(turn, route, over, { outcome: 'ignored', reason, issue: null });
}

/** An arrival further ahead than clocks differ is no reason to wait: the receiver's clock was wrong. */
function graceLeftMs(receivedAt: number, graceMs: number, now: number): number {
  const ms = receivedAt + graceMs - now;
  return ms > graceMs + MAX_AHEAD_MS ? 0 : ms;
}

const MAX_AHEAD_MS = 5 * 60_000;

/** Routes match by level, so that a recovery often has none of its own: then it waits as the most patient one says. */
function graceMs(route: IssueRoute | null, { routes, fallback }: Rules): number {
  if (route !== null && route !== fallback) return route.recoverGraceMs;
  const all = routes.flatMap((other) => (other.kind === 'issue' ? [other.recoverGraceMs] : []));
  return all.length > 0 ? Math.max(...all) : GRACE_MS;
}

/** Nothing was opened yet, and nothing will be. Whoever waits for the end of the hold may end at once. */
export async function endWhileHeld(turn: FaultTurn, state: FaultState): Promise<Step> {
  const { facts } = turn;
  const route = issueRouteNamed(state.route, turn.rules);
  if (!facts.recovered)
    return endTurn(turn, route, state, {
      outcome: 'ignored',
      reason: 'over_before_hold: the fault was over before holdFor',
      issue: state.issue,
    });
  const { at } = facts.moment;
  // An issue has been told of the recovery before; of this one it knows as little as of its fault.
  const recoveredAt = state.issue === null ? at : state.recoveredAt;
  const over = { ...state, heldUntil: null, heldOver: at, recoveredAt, applied: facts.moment, waiters: [] };
  const step = await endTurn(turn, route, over, {
    outcome: 'ignored',
    reason: 'recovery: the fault was over before holdFor',
    issue: state.issue,
  });
  if (step.step === 'done') for (const jobId of state.waiters) await turn.wake(jobId);
  return step;
}
