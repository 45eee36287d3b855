import { type Audience, EVERYBODY } from '../rules/audience.ts';
import type { IssueRoute, Route, Rules } from '../rules/rules.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { DEFAULT_TIMEZONE } from '../source/guance/event-times.ts';

/** The first route that takes the event, else the fallback where the rules say so, else null. */
export function routeFor(event: AlertEvent, rules: Rules): Route | null {
  const route = rules.routes.find((candidate) => candidate.matches(event));
  return route ?? (rules.unmatched === 'fallback' ? rules.fallback : null);
}

/** The route of that name, to follow a fault whose route was stored; null when the rules have it no longer. */
export function routeNamed(name: string, rules: Rules): Route | null {
  return rules.routes.find((route) => route.name === name) ?? (rules.fallback?.name === name ? rules.fallback : null);
}

/** As `routeNamed`, where it makes issues. */
export function issueRouteNamed(name: string | null, rules: Rules): IssueRoute | null {
  const route = name === null ? null : routeNamed(name, rules);
  return route?.kind === 'issue' ? route : null;
}

/** Who may read what is told of an issue of this route; where the rules have it no longer, nobody whom any route keeps out. */
export function audienceIn(rules: Rules, name: string): Audience {
  const named = issueRouteNamed(name, rules);
  const narrow = [...rules.routes, ...(rules.fallback ? [rules.fallback] : [])].find(
    (route) => route.kind === 'issue' && (route.audience.internal || route.audience.visibility !== null),
  );
  return named?.audience ?? (narrow?.kind === 'issue' ? narrow.audience : EVERYBODY);
}

/** Whether any event can have to do with an issue that an earlier one opened. */
export function tracksFaults({ routes, fallback }: Rules): boolean {
  return [...routes, ...(fallback ? [fallback] : [])].some(
    (route) => route.kind === 'issue' && (route.group === 'fault' || route.recover !== null),
  );
}

/** Routes that make an issue of each event and do nothing on its recovery: nobody is told that it is over. */
export function routesWithoutRecoveries({ routes, fallback }: Rules): string[] {
  return [...routes, ...(fallback ? [fallback] : [])].flatMap((route) =>
    route.kind === 'issue' && route.group === 'event' && route.recover === null ? [route.name] : [],
  );
}

/** Where the clocks of this route's people stand; of an event that no route takes, where those of the first route do. */
export function timezoneOf(name: string | null, { routes, fallback }: Rules): string {
  const all = [...routes, ...(fallback ? [fallback] : [])].filter((route) => route.kind === 'issue');
  return (all.find((route) => route.name === name) ?? fallback ?? all[0])?.timezone ?? DEFAULT_TIMEZONE;
}
