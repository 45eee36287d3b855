/**
 * An event whose create is on its way, or that a storm lists, ends as it began: changed rules would otherwise make a second issue of it,
 * or leave what is listed without an end.
 */

import { placeIn } from '@guance-jira/ledger';
import { type AlertEvent, type Group, issueRouteNamed, planFor, type Rules, storedRoute } from '@guance-jira/mapping';
import type { HandleDeps } from '../groups/deps.ts';
import { faultNameOf } from '../groups/fault-name.ts';

/** The rules, with this event's route and its group as they were when its create was sent or it was put on a list. */
export async function rulesAsBegun(
  event: AlertEvent,
  rules: Rules,
  deps: Pick<HandleDeps, 'redis' | 'keys' | 'jobId' | 'workspace'>,
): Promise<Rules> {
  const { redis, keys, jobId } = deps;
  const [own, ofFault] = await Promise.all([
    redis.hmget(keys.record(jobId), 'state', 'route', 'outcome', 'storm'),
    faultNameOf(event, deps).then((name) => redis.hmget(keys.fault(name), 'state', 'route', 'opener')),
  ]);
  const [state, route, outcome, storm] = own;
  const ended = outcome !== null && outcome !== 'failed';
  if (ended) return rules;
  if (isOut(state)) return withRoute(event, rules, route ?? '', 'event');
  const [faultState, faultRoute, opener] = ofFault;
  const opening = isOut(faultState) && opener === event.eventId;
  if (opening) return withRoute(event, rules, faultRoute ?? '', 'fault');
  const place = placeIn(storm);
  return place ? withRoute(event, rules, place.route, place.group) : rules;
}

function isOut(state: string | null | undefined): boolean {
  return state === 'sent' || state === 'confirmed';
}

function withRoute(event: AlertEvent, rules: Rules, name: string, group: Group): Rules {
  const plan = planFor(event, rules);
  const now = issueRouteNamed(plan.route, rules);
  if (plan.action === 'open' && plan.route === name && now?.group === group) return rules;
  const route = storedRoute(name, plan, rules);
  if (route === null) return rules;
  return { ...rules, routes: [{ ...route, name, group, matches: () => true }, ...rules.routes] };
}
