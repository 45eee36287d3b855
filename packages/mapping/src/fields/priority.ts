import type { AlertEvent } from '../source/guance/event.ts';

/** One priority for all, or one for each level; keys are levels (`critical`, `security_high`) or plain `df_status` words. */
export type PriorityRule = string | Readonly<Record<string, string>> | null;

export function priorityOf(event: AlertEvent, rule: PriorityRule): string | null {
  if (rule === null || typeof rule === 'string') return rule;
  for (const key of [event.level, event.status, event.subStatus]) {
    if (key !== null && Object.hasOwn(rule, key)) return rule[key] ?? null;
  }
  return null;
}
