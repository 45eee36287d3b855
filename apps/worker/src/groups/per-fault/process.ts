/** The turn of an event among those of its object: what is known, what the event means for it, and who does that. */

import type { FaultState, Moment } from '@guance-jira/ledger';
import { type Move, moveFor, withPossibleTimes } from '@guance-jira/ledger';
import {
  type AlertEvent,
  inTimezone,
  issueRouteNamed,
  levelRank,
  type Plan,
  type Rules,
  storedRoute,
} from '@guance-jira/mapping';
import { settledBefore, waitForUpgrade } from '../../create/creation.ts';
import { isStep, type Step } from '../../disposition.ts';
import { progressOf } from '../../issue/checkpoints.ts';
import type { HandleDeps } from '../deps.ts';
import { faultNameOf } from '../fault-name.ts';
import { stoodIn } from '../leave-storm.ts';
import type { Entry, Place } from '../ordered-lock.ts';
import { orFailed, recordOf } from '../per-event.ts';
import { planBy } from '../plan-by.ts';
import { recoverEvents } from '../recover-per-event.ts';
import { noteRecovery } from '../recovery-note.ts';
import type { FaultTurn } from './context.ts';
import { endTurn, keepState, settleTurn } from './end-turn.ts';
import { endUnknownRecovery, endWhileHeld, openByRules } from './first-event.ts';
import { inStorm } from './in-storm.ts';
import { nextRound } from './next-round.ts';
import { openFault } from './open.ts';
import { rebuilt, stateOfRecord } from './rebuild.ts';
import { recoverFault } from './recover.ts';
import type { Known } from './state/state-store.ts';
import { endUnreachable } from './unreachable-issue.ts';
import { changeLevel, countRepeat, noteLate } from './update.ts';

/** Its place in the lane, and whether it is at the head. */
export interface InLane {
  place: Place;
  entered: Entry;
}

/** May be repeated. */
export async function enterLane(event: AlertEvent, deps: HandleDeps): Promise<InLane> {
  const place = {
    objectKey: event.objectKey,
    jobId: deps.jobId,
    eventTime: event.eventTime ?? event.receivedAt,
    receivedAt: event.receivedAt,
  };
  return { place, entered: await deps.lanes.enter(place) };
}

export async function takeLane(
  { place, entered }: InLane,
  event: AlertEvent,
  plan: Plan,
  rules: Rules,
  deps: HandleDeps,
): Promise<Step> {
  if (!entered.go) return waitBehind(entered.behind, place, deps);
  const record = recordOf(event, plan, deps);
  const turn: FaultTurn = {
    event,
    eventId: event.eventId,
    jobId: deps.jobId,
    workspace: deps.workspace,
    facts: {
      moment: momentOf(event),
      faultKey: await faultNameOf(event, deps),
      namesItsFault: event.namesItsFault,
      recovered: event.recovered,
      level: event.level,
      rank: levelRank(event.level),
    },
    objectKey: place.objectKey,
    rules,
    redis: deps.redis,
    keys: deps.keys,
    fence: entered.fence,
    opening: false,
    place: null,
    faults: deps.faults,
    storms: deps.storms,
    record,
    progress: progressOf(deps.redis, record.key, deps.jira.ledger, {
      objectKey: place.objectKey,
      fence: entered.fence,
    }),
    jira: deps.jira,
    wake: deps.wake,
  };
  const step = await orFailed(await takeTurn(turn, plan), plan.route, record);
  if (step.step === 'fail') await deps.faults.endUnopened(turn.facts.faultKey);
  if (step.step === 'done' || step.step === 'fail' || (step.step === 'wait' && step.leaveLane))
    await deps.lanes.leave(place);
  return step;
}

async function takeTurn(entered: FaultTurn, plan: Plan): Promise<Step> {
  const claimed = await entered.record.claim();
  if (claimed.found === 'settled') return settledBefore(claimed);
  if (claimed.found === 'newer') return waitForUpgrade();
  const { end, place } = await entered.faults.leftBy(entered.record.key);
  if (end) return settleTurn(entered, end);
  const known = await entered.faults.read(entered.objectKey, entered.facts.faultKey);
  if (known === null) return waitForUpgrade();
  const turn = { ...(await asOfRoute(entered, known)), place };
  const recorded = turn.facts.recovered && known.faultIssue ? stateOfRecord(turn, known.faultIssue) : null;
  const state =
    (known.state && withPossibleTimes(known.state, turn.facts.moment, Date.now())) ??
    recorded ??
    (known.faultIssue ? null : await rebuilt(turn, plan, known.elsewhere));
  if (isStep(state)) return state;
  const move = moveFor(turn.facts, state);
  // Its fault is told in the issue of another, yet it may have begun to open one of its own, before Redis was wiped, say. Whoever
  // opens one after all takes this back.
  if (move.move === 'late' && state !== null && state.faultKey !== turn.facts.faultKey)
    await turn.faults.endUnopened(turn.facts.faultKey);
  // No state tells where a fault is listed whose event was deleted, or failed, before its list was told.
  if (endsFault(move, turn, state)) await turn.storms.recoveredWherever(turn.facts.faultKey);
  return act(move, turn, plan, state);
}

/** A recovery that comes late, while the state says that its fault stands in a list, ends nothing. */
function endsFault({ move }: Move, { facts }: FaultTurn, state: FaultState | null): boolean {
  if (move === 'recover_listed') return true;
  const ends = move === 'unknown_recovery' || move === 'recover' || move === 'recovered_before';
  return ends && stoodIn(state)?.faultKey !== facts.faultKey;
}

/** The event as the route of its round reads its times, and whether the ledger has heard of its fault before it. */
async function asOfRoute(turn: FaultTurn, { state, faultIssue, sent }: Known): Promise<FaultTurn> {
  const route = state && issueRouteNamed(state.route, turn.rules);
  const event = route ? inTimezone(turn.event, route.timezone) : turn.event;
  const other = state !== null && state.faultKey !== turn.facts.faultKey && !turn.facts.recovered;
  // What the ledger knows of it may be this event's own work, before a crash.
  const own = faultIssue === null || faultIssue.opener === turn.eventId;
  const unseen = other && (own || (await turn.progress.beganRound()));
  const standing = faultIssue !== null && faultIssue.opener === turn.eventId && faultIssue.id !== state?.issue?.id;
  return { ...turn, event, facts: { ...turn.facts, moment: momentOf(event), unseen }, opening: sent || standing };
}

function momentOf({ eventTime, receivedAt, eventId }: AlertEvent): Moment {
  return { at: eventTime ?? receivedAt, receivedAt, eventId, ...(eventTime === null ? { untimed: true } : {}) };
}

async function act(move: Move, turn: FaultTurn, plan: Plan, state: FaultState | null): Promise<Step> {
  if (move.move === 'open') return openByRules(turn, plan, state);
  if (move.move === 'unknown_recovery') return endUnknownRecovery(turn, plan, state);
  if (state === null) throw new Error(`${move.move}: nothing is known of the object`);
  if (move.move === 'over_while_held') return endWhileHeld(turn, state);
  if (state.storm) return inStorm(move, turn, plan, { ...state, storm: state.storm });
  if (move.move === 'listed' || move.move === 'recover_listed') throw new Error(`${move.move}: no storm lists it`);
  if (state.issue === null) throw new Error(`${move.move}: the object has no issue`);
  if (move.move === 'round') return nextRound(turn, plan, { ...state, issue: state.issue }, move.known);
  const route = storedRoute(state.route, plan, turn.rules);
  if (route === null)
    return endTurn(turn, null, state, {
      outcome: 'ignored',
      reason: `route_gone: the rules have no route ${state.route}`,
      issue: state.issue,
    });
  const standing = { state, issue: state.issue, route };
  switch (move.move) {
    case 'recover':
      return recoverFault(turn, state, route);
    case 'recovered_before': {
      const next = { ...state, applied: turn.facts.moment };
      // Since then the object may have opened issues by a route with `group: event`.
      const recovered = await recoverEvents(turn, plan, (end) => keepState(turn, route, next, end));
      if (recovered) return recovered;
      await noteRecovery(turn);
      const reason = 'recovery: the fault had recovered before';
      return endTurn(turn, route, next, { outcome: 'ignored', reason, issue: state.issue });
    }
    case 'left_alone':
      return endTurn(
        turn,
        route,
        { ...state, applied: turn.facts.moment },
        { outcome: 'ignored', reason: 'wont_fix: the issue was closed for good', issue: state.issue, resolved: true },
      );
    case 'late':
      return noteLate(turn, standing);
    case 'level':
    case 'repeat': {
      const step =
        move.move === 'level' ? await changeLevel(turn, standing, move.rise) : await countRepeat(turn, standing);
      if (step) return step;
      const end = await endUnreachable(turn, { ...state, issue: state.issue }, route);
      return end ?? openFault(turn, planBy(turn, route), route, state, { issue: state.issue, why: 'gone' });
    }
  }
}

/** Woken by the event before it; looking again by itself is only the safety net. */
function waitBehind(jobId: string, place: Place, { lanes }: HandleDeps): Step {
  return {
    step: 'wait',
    ms: 15_000,
    reason: `behind ${jobId} of the same object`,
    afterwards: () => lanes.knock(place),
  };
}
