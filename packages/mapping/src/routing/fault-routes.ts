/** Pure: which route counts for an event of a fault. */
import { isChosen } from '../fields/choice.ts';
import type { IssueDraft } from '../issue/draft.ts';
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
  return any && { ...any, name, audience, recover: null, back: null, commentThrottleMs: null, raisePriority: false };
}

/** The route that takes the event as a new fault; null when it opens nothing. */
export function routeOfRound(plan: Plan, rules: Rules): IssueRoute | null {
  return plan.action === 'open' ? issueRouteNamed(plan.route, rules) : null;
}

/** For what an issue was made, as far as its event chose it. */
export type ChosenPlace = { readonly project?: string | undefined; readonly issueType?: string | undefined };

/** To be kept with the fault, and known when a later event chooses otherwise; empty where the rules tell. */
export function chosenIn(route: IssueRoute, { project, issueType }: IssueDraft): { chosen?: ChosenPlace } {
  const chosen = {
    ...(isChosen(route.project) ? { project } : {}),
    ...(isChosen(route.issueType) ? { issueType } : {}),
  };
  return Object.keys(chosen).length === 0 ? {} : { chosen };
}

/**
 * The project for which an object's issue was made, wherever it stands by now; null when nothing tells any more.
 * @param before the route by which it was made
 */
export function projectBefore(
  { chosen, issue }: { readonly chosen?: ChosenPlace | undefined; readonly issue: { readonly key: string } | null },
  before: IssueRoute | null,
): string | null {
  if (chosen?.project !== undefined) return chosen.project;
  if (before === null) return null;
  if (!isChosen(before.project)) return before.project;
  return issue?.key.slice(0, issue.key.lastIndexOf('-')) ?? null;
}
