/** Pure: any time that an event has, as Jira's two kinds of fields take it. */
import { localTime, momentOf } from '@guance-jira/mapping';
import { unfit, type Written } from './written.ts';

/** As people write it; eight digits are a day, too, and no second of the year 1970. */
const DAY = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)$/;
/** Jira's own form: milliseconds, and an offset without a colon. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{4}$/;

/** The day of a time is that of the route's timezone. */
export function writeDate(value: unknown, timezone: string): Written {
  const day = dayOf(value);
  if (day !== null) return { value: day };
  const moment = momentOf(value, timezone);
  return moment === null ? unfit(value, 'is no day and no time') : { value: localTime(moment, timezone).date };
}

export function writeDateTime(value: unknown, timezone: string): Written {
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'string' && MOMENT.test(text) && momentOf(text, timezone) !== null) return { value: text };
  const day = dayOf(text);
  const moment = momentOf(day === null ? text : `${day}T00:00:00`, timezone);
  return moment === null ? unfit(value, 'is no time') : { value: new Date(moment).toISOString().replace('Z', '+0000') };
}

/** `yyyy-MM-dd`; null for what is no day of the calendar. */
function dayOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const found = DAY.exec(String(value).trim());
  if (found === null) return null;
  const [year = '', month = '', day = ''] = [
    found[1],
    found[3] ?? found[5] ?? found[7],
    found[4] ?? found[6] ?? found[8],
  ];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return momentOf(`${text}T12:00:00`, 'UTC') === null ? null : text;
}
