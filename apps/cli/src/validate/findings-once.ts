/** Pure: what was found of the places of one route, each finding once, with the places that it holds for. */
import type { IgnoreRoute } from '@guance-jira/mapping';
import type { PlacedRoute } from '@guance-jira/operations';
import type { Check } from '../command-line/check.ts';

export interface CheckedRoute {
  readonly route: IgnoreRoute | PlacedRoute;
  readonly checks: readonly Check[];
}

export interface Findings {
  readonly route: string;
  /** `OPS / Bug`; empty where it holds for all places of the route. */
  readonly places: readonly string[];
  readonly checks: readonly Check[];
}

/** In the order of the routes; what holds for the same places stands together. */
export function findingsOnce(routes: readonly CheckedRoute[], isTold: (check: Check) => boolean): Findings[] {
  const names = [...new Set(routes.map(({ route }) => route.name))];
  return names.flatMap((name) => {
    const ofRoute = routes.filter(({ route }) => route.name === name);
    const groups = new Map<string, { places: string[]; checks: Check[] }>();
    for (const { check, places } of withPlaces(ofRoute, isTold)) {
      const key = places.join('\n');
      const group = groups.get(key) ?? { places, checks: [] };
      group.checks.push(check);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ places, checks }) => ({
      route: name,
      places: places.length === ofRoute.length ? [] : places,
      checks,
    }));
  });
}

function withPlaces(ofRoute: readonly CheckedRoute[], isTold: (check: Check) => boolean) {
  const found = new Map<string, { check: Check; places: string[] }>();
  for (const { route, checks } of ofRoute) {
    const place = route.kind === 'issue' ? `${route.project} / ${route.issueType}` : '';
    for (const check of checks.filter(isTold)) {
      const key = JSON.stringify([check.code, check.level, check.text, check.todo]);
      const one = found.get(key) ?? { check, places: [] };
      if (!one.places.includes(place)) one.places.push(place);
      found.set(key, one);
    }
  }
  return [...found.values()];
}
