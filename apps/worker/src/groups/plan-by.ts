import { type AlertEvent, type IssueRoute, planWith, type Rules } from '@guance-jira/mapping';

/** The plan of the turn's event, by a route that need not be the one that matches it. */
export function planBy({ event, rules }: { event: AlertEvent; rules: Rules }, route: IssueRoute) {
  return planWith(event, route, rules);
}
