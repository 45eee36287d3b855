/** Pure: which names an event chose from the lists of its route. */
import {
  type AlertEvent,
  type Choice,
  choose,
  inTimezone,
  isChosen,
  issueRouteNamed,
  type Rules,
} from '@guance-jira/mapping';

export interface Chosen extends Choice {
  readonly key: 'project' | 'issueType' | 'priority';
  /** As it stands in the rules. */
  readonly template: string;
  readonly allow: readonly string[];
}

export function choicesOf(event: AlertEvent, routeName: string, rules: Rules): Chosen[] {
  const route = issueRouteNamed(routeName, rules);
  if (route === null) return [];
  const read = inTimezone(event, route.timezone);
  return (['project', 'issueType', 'priority'] as const).flatMap((key) => {
    const rule = route[key];
    if (!isChosen(rule)) return [];
    return [{ key, template: rule.template.source, allow: rule.allow, ...choose(read, rule) }];
  });
}
