/** An event whose create is on its way ends as it began: changed rules would otherwise make a second issue of it. */
import { type AlertEvent, faultKey, type Group, planFor, type Rules } from '@guance-jira/mapping';
import { issueRouteNamed, storedRoute } from './fault-routes.ts';
import type { HandleDeps } from './step.ts';

/** The rules, with this event's route and its group as they were when its create was sent. */
export async function rulesAsBegun(
  event: AlertEvent,
  rules: Rules,
  { redis, keys }: Pick<HandleDeps, 'redis' | 'keys'>,
): Promise<Rules> {
  const [own, ofFault] = await Promise.all([
    redis.hmget(keys.event(event.eventId), 'state', 'route', 'outcome'),
    redis.hmget(keys.fault(faultKey(event)), 'state', 'route', 'opener'),
  ]);
  const [state, route, outcome] = own;
  const ended = outcome !== null && outcome !== 'failed';
  if (ended) return rules;
  if (isOut(state)) return withRoute(event, rules, route ?? '', 'event');
  const [faultState, faultRoute, opener] = ofFault;
  const opening = isOut(faultState) && opener === event.eventId;
  return opening ? withRoute(event, rules, faultRoute ?? '', 'fault') : rules;
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
