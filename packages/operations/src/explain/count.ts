/** Pure: how many issues come of many events. */
import { type IssueRoute, namesIn, type Rules } from '@guance-jira/mapping';
import { fatesOf } from './fates.ts';
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
  /** Events that open nothing and belong to no issue, by reason; with the name of the route where it says so. */
  readonly ignored: readonly { reason: string; route: string | null; events: number }[];
  /** Deliveries of an event that was there before. */
  readonly repeated: number;
}

export function countIssues(explained: readonly Explained[], rules: Rules): Counted {
  const ids = explained.map(({ eventId }) => eventId);
  const first = explained.filter(({ eventId }, index) => eventId === null || ids.indexOf(eventId) === index);
  const routes = new Map<string, RouteCount>();
  const ignored = new Map<string, { reason: string; route: string | null; events: number }>();
  for (const fate of fatesOf(first, rules)) {
    if (fate.fate === 'nothing') {
      const route = fate.reason === 'route_ignores' ? fate.route : null;
      const key = `${fate.reason} ${route}`;
      ignored.set(key, { reason: fate.reason, route, events: (ignored.get(key)?.events ?? 0) + 1 });
      continue;
    }
    const count = countOf(routes, fate.route, rules);
    count.events += 1;
    if (fate.fate === 'opens') count.issues += 1;
  }
  const all = [...routes.values()];
  const order = [...rules.routes.map(({ name }) => name), rules.fallback?.name];
  return {
    events: explained.length,
    issues: all.reduce((sum, { issues }) => sum + issues, 0),
    routes: all.sort((a, b) => order.indexOf(a.route) - order.indexOf(b.route)),
    ignored: [...ignored.values()],
    repeated: explained.length - first.length,
  };
}

function countOf(routes: Map<string, RouteCount>, name: string, rules: Rules): RouteCount {
  const known = routes.get(name);
  if (known) return known;
  const isIt = (route: { name: string; kind: string }): route is IssueRoute =>
    route.name === name && route.kind === 'issue';
  const route = [...rules.routes, ...(rules.fallback ? [rules.fallback] : [])].find(isIt);
  const { project = '', issueType = '', group = 'event' } = route ?? {};
  const places = { project: namesIn(project).join(' | '), issueType: namesIn(issueType).join(' | ') };
  const count: RouteCount = { route: name, ...places, group, events: 0, issues: 0 };
  routes.set(name, count);
  return count;
}
