import type { AlertEvent } from '../source/alert-event.ts';
import { type ChosenName, isChosen, nameOf, namesIn } from './choice.ts';

/** One priority for all, one for each level (`critical`, `security_high`) or plain `df_status` word, or one that the event chooses. */
export type PriorityRule = string | Readonly<Record<string, string>> | ChosenName | null;

export function priorityOf(event: AlertEvent, rule: PriorityRule, warnings: string[] = []): string | null {
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
