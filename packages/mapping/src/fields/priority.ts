import type { PlainLevel, SecurityWord } from '../level.ts';
import type { AlertEvent } from '../source/alert-event.ts';
import { type ChosenName, isChosen, nameOf, namesIn } from './choice.ts';

/** One priority for all, one for each level (`critical`, `security_high`) or plain `df_status` word, or one that the event chooses. */
export type PriorityRule = string | Readonly<Record<string, string>> | ChosenName | null;

/** What a priority is called that leaves it to the project. */
export const projectDefault = 'project-default';

/** Of a route that says none: Jira's own names. A Jira that has others refuses them; the issue is then made without and says so. */
export const standardPriorities: Readonly<Record<PlainLevel | SecurityWord, string>> = Object.freeze({
  fatal: 'Highest',
  critical: 'Highest',
  error: 'High',
  high: 'High',
  warning: 'Medium',
  medium: 'Medium',
  nodata: 'Medium',
  low: 'Low',
  info: 'Low',
});

/** Whether nobody has written it: a field that the rules name by its name in Jira then goes before it. */
export function isStandard(rule: PriorityRule): boolean {
  return rule === standardPriorities;
}

export function priorityOf(event: AlertEvent, rule: PriorityRule, warnings: string[] = []): string | null {
  const name = nameBy(event, rule, warnings);
  return name === projectDefault ? null : name;
}

/** Every name that the rule can give. */
export function prioritiesIn(rule: PriorityRule): string[] {
  if (rule === null) return [];
  const names = typeof rule === 'string' || isChosen(rule) ? namesIn(rule) : Object.values(rule);
  return [...new Set(names)].filter((name) => name !== projectDefault);
}

function nameBy(event: AlertEvent, rule: PriorityRule, warnings: string[]): string | null {
  if (rule === null || typeof rule === 'string') return rule;
  if (isChosen(rule)) return nameOf(event, rule, 'priority', warnings);
  for (const key of [event.level, event.status, event.subStatus]) {
    if (key !== null && Object.hasOwn(rule, key)) return rule[key] ?? null;
  }
  return null;
}

/** Whether a change from one to the other is no lowering, as far as the rules tell: a list stands from the highest to the lowest. */
export function mayRaise(rule: PriorityRule, from: string | null, to: string): boolean {
  if (!isChosen(rule)) return true;
  const order = namesIn(rule).map((name) => name.toLowerCase());
  const before = from === null ? order.length : order.indexOf(from.toLowerCase());
  return before > order.indexOf(to.toLowerCase());
}
