import type { Json } from '../json.ts';
import { jiraTime } from '../time.ts';
import type { Read } from './text.ts';

export function readDate(value: Json): Read<Json> {
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  const isDay =
    year !== undefined && new Date(`${value}T00:00:00Z`).getUTCDate() === Number(day) && Number(month) <= 12;
  return isDay ? { value } : { error: `Error parsing date string: ${value}` };
}

/** Only with fractions of a second (at most three digits) and an offset without colon: tried in pycontribs/jira#1358, words of coreos/issue-sync#32. */
export function readDateTime(value: Json): Read<Json> {
  if (typeof value !== 'string') return { error: 'Operation value must be a string' };
  const fits = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}[+-]\d{4}$/.test(value);
  const at = fits ? Date.parse(value.replace(/(\d\d)$/, ':$1')) : Number.NaN;
  return Number.isNaN(at) ? { error: `Error parsing time: ${value}` } : { value: jiraTime(at, 'Etc/UTC') };
}
