/** Pure: which route counts for an event of a fault. */
import type { Plan } from '../issue/map-event.ts';
import type { IssueRoute, Rules } from '../rules/rules.ts';
import { audienceIn, issueRouteNamed } from './route.ts';

/**
 * The route that opened the fault, whatever matches now. Where the rules have it no longer, the one that matches, a recovery
 * too; where none does, any that tells how to write: the issue is then told what happened, and not moved.
 */
export function storedRoute(name: string, plan: Plan, rules: Rules): IssueRoute | null {
  const named = issueRouteNamed(name, rules) ?? issueRouteNamed(plan.route, rules);
  if (named) return named;
  const any = rules.fallback ?? rules.routes.find((route) => route.kind === 'issue') ?? null;
  const audience = audienceIn(rules, name);
  return any && { ...any, name, audience, recover: null, commentThrottleMs: null, raisePriority: false };
}

/** The route that takes the event as a new fault; null when it opens nothing. */
export function routeOfRound(plan: Plan, rules: Rules): IssueRoute | null {
  return plan.action === 'open' ? issueRouteNamed(plan.route, rules) : null;
}
