/**
 * An event whose create is on its way, or that a storm lists, ends as it began: changed rules would otherwise make a second issue of it,
 * deny the one that stands, or leave what is listed without an end. Its job may be another one by now, so the ledger alone tells.
 */

import { placeIn, type StormPlace } from '@guance-jira/ledger';
import {
  type AlertEvent,
  audienceIn,
  type Group,
  type IgnorePlan,
  type IssueRoute,
  issueRouteNamed,
  type Plan,
  type Rules,
  rulesFromSettings,
  storedRoute,
} from '@guance-jira/mapping';
import type { HandleDeps } from '../groups/deps.ts';
import { faultNameOf } from '../groups/fault-name.ts';

export interface AsBegun {
  /** With this event's route and its group as they were when its create was sent or it was put on a list. */
  rules: Rules;
  /** Where a storm lists it, or will. */
  place: StormPlace | null;
  /** Its end where Jira surely has not made its issue: the rules open none any more. */
  unlessMade: IgnorePlan | null;
}

/** @param plan by `rules`, which are in force */
export async function asBegun(
  event: AlertEvent,
  plan: Plan,
  rules: Rules,
  deps: Pick<HandleDeps, 'redis' | 'keys' | 'jobId' | 'workspace'>,
): Promise<AsBegun> {
  const { redis, keys, jobId } = deps;
  const [state, route, outcome, storm] = await redis.hmget(keys.record(jobId), 'state', 'route', 'outcome', 'storm');
  const place = placeIn(storm);
  const as = (change: Partial<AsBegun>) => ({ rules, place, unlessMade: null, ...change });
  const ended = outcome !== null && outcome !== 'failed';
  // Whatever is sent or listed, its own record was claimed before.
  if (!state || ended) return as({});
  if (isOut(state)) return as(sentBy(plan, rules, route ?? '', 'event'));
  const fault = keys.fault(await faultNameOf(event, deps));
  const [faultState, faultRoute, opener] = await redis.hmget(fault, 'state', 'route', 'opener');
  const opening = isOut(faultState) && opener === event.eventId;
  if (opening) return as(sentBy(plan, rules, faultRoute ?? '', 'fault'));
  if (place === null) return as({});
  const stored = storedRoute(place.route, plan, rules);
  return as(stored === null ? {} : { rules: withRoute(plan, rules, stored, place.route, place.group) });
}

function isOut(state: string | null | undefined): boolean {
  return state === 'sent' || state === 'confirmed';
}

/** Whether its issue stands, Jira tells without any route; where not, the rules in force count. */
function sentBy(plan: Plan, rules: Rules, name: string, group: Group): Partial<AsBegun> {
  const stored = storedRoute(name, plan, rules);
  if (stored !== null) return { rules: withRoute(plan, rules, stored, name, group) };
  const route = { ...looking(), audience: audienceIn(rules, name) };
  return {
    rules: withRoute(plan, rules, route, name, group),
    unlessMade: plan.action === 'ignore' ? plan : null,
  };
}

/** In place of a route, where there is none any more: nothing is ever made by it. */
function looking(): IssueRoute {
  const [route] = rulesFromSettings({ project: 'NONE', issueType: 'none' }).routes;
  if (route?.kind !== 'issue') throw new Error('settings make one route');
  return route;
}

function withRoute(plan: Plan, rules: Rules, route: IssueRoute, name: string, group: Group): Rules {
  const now = issueRouteNamed(plan.route, rules);
  if (plan.action === 'open' && plan.route === name && now?.group === group) return rules;
  return { ...rules, routes: [{ ...route, name, group, matches: () => true }, ...rules.routes] };
}
