/** Pure: any time that an event has, as Jira's two kinds of fields take it. */
import { localTime, momentOf } from '@guance-jira/mapping';
import { unfit, type Written } from './written.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Jira's own form: milliseconds, and an offset without a colon. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{4}$/;

/** The day of a time is that of the route's timezone. */
export function writeDate(value: unknown, timezone: string): Written {
  if (typeof value === 'string' && DAY.test(value.trim())) return { value: value.trim() };
  const moment = momentOf(value, timezone);
  return moment === null ? unfit(value, 'is no day and no time') : { value: localTime(moment, timezone).date };
}

export function writeDateTime(value: unknown, timezone: string): Written {
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'string' && MOMENT.test(text)) return { value: text };
  const moment = momentOf(typeof text === 'string' && DAY.test(text) ? `${text}T00:00:00` : text, timezone);
  return moment === null ? unfit(value, 'is no time') : { value: new Date(moment).toISOString().replace('Z', '+0000') };
}
