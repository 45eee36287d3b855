import { type IssueRoute, planWith } from '@guance-jira/mapping';
import type { FaultTurn } from './per-fault/context.ts';

/** The plan of the turn's event, by a route that need not be the one that matches it. */
export function planBy({ event, rules }: FaultTurn, route: IssueRoute) {
  return planWith(event, route, rules);
}
