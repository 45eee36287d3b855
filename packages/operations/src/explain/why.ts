/** Pure: which route takes an event, and what kept those above it from doing so. */
import {
  type AlertEvent,
  type Mismatch,
  mismatchesOf,
  type Plan,
  planFor,
  type Rules,
  readAlert,
  routeFor,
} from '@guance-jira/mapping';
import { ownEventId, withPlainIdentity } from '@guance-jira/queue';
import { type Chosen, choicesOf } from './choices.ts';
import type { GivenEvent } from './read-events.ts';

export interface RouteStep {
  readonly route: string;
  readonly taken: boolean;
  /** What of its `match` does not fit; none for the route that takes the event. */
  readonly mismatches: readonly Mismatch[];
}

export interface Explained {
  readonly where: string;
  /** Null: the receiver gives it one on arrival. */
  readonly eventId: string | null;
  readonly event: AlertEvent;
  readonly plan: Plan;
  /** From the top down to the one that takes it, or to the end. */
  readonly steps: readonly RouteStep[];
  /** What the event decided besides. */
  readonly chosen: readonly Chosen[];
}

const ID_ON_ARRIVAL = 'id-given-on-arrival';

export function readGiven({ event }: GivenEvent, now: number): AlertEvent {
  return readAlert(withPlainIdentity({ ...event }), { eventId: ownEventId(event) ?? ID_ON_ARRIVAL, receivedAt: now });
}

/** @param event the same event, where it was read before */
export function explainEvent(given: GivenEvent, rules: Rules, now: number, event = readGiven(given, now)): Explained {
  const { where } = given;
  const eventId = ownEventId(given.event);
  const plan = planFor(event, rules);
  const taker = routeFor(event, rules);
  const steps: RouteStep[] = [];
  for (const route of rules.routes) {
    steps.push({ route: route.name, taken: route === taker, mismatches: mismatchesOf(event, route.match) });
    if (route === taker) break;
  }
  if (taker !== null && taker === rules.fallback) steps.push({ route: taker.name, taken: true, mismatches: [] });
  // A test or a notice is not shown to any route.
  const chosen = plan.action === 'open' ? choicesOf(event, plan.route, rules) : [];
  return {
    where,
    eventId,
    event,
    plan,
    chosen,
    steps: plan.action === 'ignore' && plan.reason === 'notice' ? [] : steps,
  };
}
