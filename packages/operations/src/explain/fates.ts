/**
 * Pure: what becomes of events one after the other, as if nothing were open yet and no person closed anything. The policy is the
 * worker's own; what Jira would tell it (an issue is closed on recovery where the route says so) is assumed.
 */

import type { FaultState } from '@guance-jira/ledger';
import { type FaultEvent, moveFor, roundOf, roundOn } from '@guance-jira/ledger';
import {
  chosenIn,
  type IssueDraft,
  type IssueRoute,
  issueRouteNamed,
  levelRank,
  planWith,
  projectBefore,
  type Rules,
  routeOfRound,
  storedRoute,
  tracksFaults,
} from '@guance-jira/mapping';
import type { Explained } from './why.ts';

export type Fate =
  /** An issue of its own, or the first of its fault. */
  | { fate: 'opens'; route: string }
  /** A comment or a count on the issue that is there. */
  | { fate: 'follows'; route: string }
  | { fate: 'nothing'; reason: string; route: string | null };

/** In the order of event time, in which the worker handles the events of one object. The fates are in the order given. */
export function fatesOf(explained: readonly Explained[], rules: Rules): Fate[] {
  const world: World = { rules, objects: new Map(), single: new Map(), faults: new Map(), all: explained };
  const order = explained.map((_, index) => index).sort((a, b) => timeOf(explained[a]) - timeOf(explained[b]) || a - b);
  const fates: Fate[] = [];
  for (const index of order) {
    const one = explained[index];
    if (one !== undefined) fates[index] = fateOf(one, world);
  }
  return fates;
}

interface World {
  readonly rules: Rules;
  readonly objects: Map<string, Known>;
  /** Faults whose events open issues of their own (`group: event`), for their recoveries. */
  readonly single: Map<string, string>;
  /** Faults that have an issue, by the route that opened it; found by its key also from another object. */
  readonly faults: Map<string, string>;
  readonly all: readonly Explained[];
}

interface Known {
  state: FaultState;
  /** The program has closed the issue on recovery. */
  closed: boolean;
}

function fateOf(explained: Explained, world: World): Fate {
  const { event, plan } = explained;
  if (event.notice) return nothing(plan);
  const object = event.objectKey;
  const alone = plan.action === 'open' && plan.group === 'event' && !plan.recovers;
  if (!tracksFaults(world.rules) || (alone && !world.objects.has(object))) return byRules(explained, world);
  return inLane(explained, object, world.objects.get(object) ?? null, world);
}

function inLane(explained: Explained, object: string, known: Known | null, world: World): Fate {
  const { event, plan } = explained;
  const facts = factsOf(explained);
  const { move, ...told } = moveFor(facts, known?.state ?? null);
  if (move === 'unknown_recovery') {
    const route = world.single.get(facts.faultKey);
    return route === undefined ? nothing(plan) : { fate: 'follows', route };
  }
  if (known === null || move === 'open') return opening(explained, object, null, world);
  const { state } = known;
  if (move === 'round') {
    const route =
      'known' in told && told.known ? storedRoute(state.route, plan, world.rules) : routeOfRound(plan, world.rules);
    if (route === null || route.group === 'event') return byRules(explained, world);
    const before = projectBefore(state, issueRouteNamed(state.route, world.rules));
    const draft = draftBy(explained, route, world);
    const isKnown = 'known' in told && told.known;
    if ((!isKnown && before !== draft.project) || verdict(known, route, facts) === 'anew')
      return opening(explained, object, route, world);
    const { chosen } = state;
    const round = { ...roundIn(explained, facts, route), ...(chosen === undefined ? {} : { chosen }) };
    world.objects.set(object, { state: round, closed: false });
    return { fate: 'follows', route: route.name };
  }
  const recovered = facts.recovered ? { recoveredAt: state.recoveredAt ?? facts.moment.at } : {};
  const closed = known.closed || (facts.recovered && storedRoute(state.route, plan, world.rules)?.recover != null);
  world.objects.set(object, { state: { ...state, ...recovered, applied: facts.moment, level: event.level }, closed });
  return { fate: 'follows', route: state.route };
}

/** @param route of a further round; null: the rules decide */
function opening(explained: Explained, object: string, route: IssueRoute | null, world: World): Fate {
  const { plan, event } = explained;
  const taken = route ?? routeOfRound(plan, world.rules);
  if (taken === null || taken.group === 'event') return byRules(explained, world);
  const facts = factsOf(explained);
  const overBy = facts.moment.at + taken.holdForMs;
  const isOver = (other: Explained) =>
    other.event.recovered &&
    other.event.objectKey === object &&
    timeOf(other) >= facts.moment.at &&
    timeOf(other) <= overBy;
  if (taken.holdForMs > 0 && event.eventTime !== null && world.all.some(isOver))
    return { fate: 'nothing', reason: 'over_before_hold', route: taken.name };
  const begun = { ...roundIn(explained, facts, taken), ...chosenIn(taken, draftBy(explained, taken, world)) };
  world.objects.set(object, { state: begun, closed: false });
  const opened = world.faults.get(facts.faultKey);
  if (opened !== undefined) return { fate: 'follows', route: opened };
  world.faults.set(facts.faultKey, taken.name);
  return { fate: 'opens', route: taken.name };
}

function draftBy({ plan, event }: Explained, route: IssueRoute, { rules }: World): IssueDraft {
  return plan.action === 'open' && plan.route === route.name ? plan.draft : planWith(event, route, rules).draft;
}

function byRules({ plan, event }: Explained, { single }: World): Fate {
  if (plan.action !== 'open') return nothing(plan);
  if (plan.recovers) single.set(event.faultKey, plan.route);
  return { fate: 'opens', route: plan.route };
}

function nothing(plan: Explained['plan']): Fate {
  return { fate: 'nothing', reason: plan.action === 'open' ? 'recovery' : plan.reason, route: plan.route };
}

function verdict({ state, closed }: Known, route: IssueRoute, { moment }: FaultEvent) {
  const status = { name: '', category: closed ? ('done' as const) : ('indeterminate' as const) };
  return roundOn(
    { status, resolution: null, resolvedAt: state.recoveredAt, statusChangedAt: null },
    state,
    route,
    moment,
  );
}

function roundIn(
  { event }: Explained,
  { moment, faultKey: fault, level, rank }: FaultEvent,
  route: IssueRoute,
): FaultState {
  const openedAt = event.faultStart ?? moment.at;
  return roundOf(moment, {
    faultKey: fault,
    route: route.name,
    issue: { id: '0', key: '' },
    level,
    peak: rank,
    openedAt,
  });
}

/** Arrival counts as the time of the event: otherwise events of last year would be far apart from a recovery of today. */
function factsOf(explained: Explained): FaultEvent {
  const { event } = explained;
  const at = timeOf(explained);
  return {
    moment: { at, receivedAt: at, eventId: event.eventId },
    faultKey: event.faultKey,
    namesItsFault: event.namesItsFault,
    recovered: event.recovered,
    level: event.level,
    rank: levelRank(event.level),
  };
}

function timeOf(explained: Explained | undefined): number {
  return explained?.event.eventTime ?? explained?.event.receivedAt ?? 0;
}
