/** Pure: how many issues come of many events. */
import type { IssueRoute, Rules } from '@guance-jira/mapping';
import type { Explained } from './why.ts';

export interface RouteCount {
  readonly route: string;
  readonly project: string;
  readonly issueType: string;
  readonly group: 'event' | 'fault';
  events: number;
  issues: number;
}

export interface Counted {
  readonly events: number;
  readonly issues: number;
  readonly routes: readonly RouteCount[];
  /** Events that open nothing, by reason; the name of the route where it says so. */
  readonly ignored: readonly { reason: string; route: string | null; events: number }[];
  /** Deliveries of an event that was there before. */
  readonly repeated: number;
}

/** In the order of event time, since the first event of a fault decides its route and later ones follow it whatever they match. */
export function countIssues(explained: readonly Explained[], rules: Rules): Counted {
  const routes = new Map<string, RouteCount>();
  const faults = new Map<string, RouteCount>();
  const ignored = new Map<string, { reason: string; route: string | null; events: number }>();
  const seen = new Set<string>();
  let repeated = 0;
  for (const { plan, eventId } of inOrder(explained)) {
    if (eventId !== null && seen.has(eventId)) {
      repeated += 1;
      continue;
    }
    if (eventId !== null) seen.add(eventId);
    if (plan.action !== 'open') {
      const route = plan.reason === 'route_ignores' ? plan.route : null;
      const key = `${plan.reason} ${route}`;
      ignored.set(key, { reason: plan.reason, route, events: (ignored.get(key)?.events ?? 0) + 1 });
      continue;
    }
    const known = faults.get(plan.faultKey);
    const count = known ?? countOf(routes, plan.route, rules);
    count.events += 1;
    if (known) continue;
    count.issues += 1;
    if (plan.group === 'fault') faults.set(plan.faultKey, count);
  }
  const all = [...routes.values()];
  const order = [...rules.routes.map(({ name }) => name), rules.fallback?.name];
  return {
    events: explained.length,
    issues: all.reduce((sum, { issues }) => sum + issues, 0),
    routes: all.sort((a, b) => order.indexOf(a.route) - order.indexOf(b.route)),
    ignored: [...ignored.values()],
    repeated,
  };
}

function inOrder(explained: readonly Explained[]): Explained[] {
  return [...explained].sort((a, b) => (a.event.eventTime ?? Infinity) - (b.event.eventTime ?? Infinity) || 0);
}

function countOf(routes: Map<string, RouteCount>, name: string, rules: Rules): RouteCount {
  const known = routes.get(name);
  if (known) return known;
  const isIt = (route: { name: string; kind: string }): route is IssueRoute =>
    route.name === name && route.kind === 'issue';
  const route = [...rules.routes, ...(rules.fallback ? [rules.fallback] : [])].find(isIt);
  const { project = '', issueType = '', group = 'event' } = route ?? {};
  const count: RouteCount = { route: name, project, issueType, group, events: 0, issues: 0 };
  routes.set(name, count);
  return count;
}
