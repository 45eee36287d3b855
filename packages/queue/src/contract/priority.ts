/** Most severe first when there is a queue: https://docs.bullmq.io/guide/jobs/prioritized. */
import { STATUS, SUB_STATUS } from './guance-fields.ts';

/**
 * The priority of an event's job: lower runs earlier, and undefined, which is the state `waiting`, before all of them. Equal
 * ones run in the order of their arrival.
 *
 * A recovery stands with the mildest openings: those of its fault that wait came before it or are more severe, so it is not
 * handled before them. What names no level that we know may be as bad as any, a new word of Guance or a plain text, so it
 * does not wait behind warnings; a test or a notice is with them, and costs no request.
 */
export function priorityOf(event: Readonly<Record<string, unknown>>): number | undefined {
  const status = word(event[STATUS]);
  if (RECOVERIES.has(status) || RECOVERIES.has(word(event[SUB_STATUS]))) return MILDEST;
  return PRIORITIES.has(status) ? PRIORITIES.get(status) : SECOND;
}

const RECOVERIES: ReadonlySet<string> = new Set(['ok', 'nodata_ok', 'nodata_as_ok', 'manual_ok']);
const SECOND = 1;
const MILDEST = 3;

/**
 * By the words of `df_status`; `high`, `medium` and `low` are those of Guance's security monitoring. The mapping has a rank for each
 * level; that the two agree is held by most-severe-first.test.ts of the worker, since this package knows no other.
 */
const PRIORITIES: ReadonlyMap<string, number | undefined> = new Map([
  ...['fatal', 'critical', 'security_critical'].map((level) => [level, undefined] as const),
  ...['error', 'high', 'security_high'].map((level) => [level, SECOND] as const),
  ...['warning', 'nodata', 'medium', 'security_medium'].map((level) => [level, 2] as const),
  ...['info', 'low', 'security_info', 'security_low'].map((level) => [level, MILDEST] as const),
]);

function word(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}
