/** The times of an event, each bounded by its arrival: a clock that is ahead must not order the events of its object. */
import { own, type RawEvent, seconds } from '../../event-fields.ts';
import { isLocalTime, momentOf } from './time.ts';

/** All in milliseconds since 1970, except for the duration. */
export interface EventTimes {
  readonly eventTime: number | null;
  readonly faultStart: number | null;
  readonly checkRange: { readonly start: number; readonly end: number } | null;
  readonly durationS: number | null;
}

/** Where the rules name no timezone. */
export const DEFAULT_TIMEZONE = 'Asia/Shanghai';

export function eventTimesOf(raw: RawEvent, receivedAt: number, timezone: string): EventTimes {
  const time = (...keys: string[]) => firstTime(raw, keys, timezone, latestAt(receivedAt));
  const eventTime = time(...EVENT_TIME);
  const faultStart = time(...FAULT_START);
  const [start, end] = [time('df_check_range_start'), time('df_check_range_end')];
  return {
    eventTime,
    faultStart,
    checkRange: start === null || end === null ? null : { start, end },
    durationS: seconds(raw, 'df_fault_duration', 'df_issue_duration') ?? elapsed(faultStart, eventTime),
  };
}

/** Whether one of the times is a text without an offset, so that it depends on the route's timezone. */
export function hasLocalTimes(raw: RawEvent): boolean {
  return ALL.some((key) => isLocalTime(own(raw, key)));
}

/** Whether this can be when an event arrived. */
export function isArrival(receivedAt: number): boolean {
  return receivedAt >= EARLIEST_ARRIVAL;
}

/**
 * The start of the fault as its name, in milliseconds: the same in every event of the fault, however wrong it may be as a time.
 * Two units of it are one name, and so is a text in any timezone.
 */
export function faultStartName(raw: RawEvent): number | null {
  return firstTime(raw, ['df_issue_start_time', 'df_fault_start_time'], 'UTC', Number.POSITIVE_INFINITY);
}

const EVENT_TIME = ['timestamp', 'date', 'time'] as const;
const FAULT_START = ['df_fault_start_time', 'df_issue_start_time'] as const;
const ALL = [...EVENT_TIME, ...FAULT_START, 'df_check_range_start', 'df_check_range_end'] as const;

/** A clock may be this much ahead of the receiver's; a time later than that is none. */
const AHEAD_MS = 5 * 60_000;
/** Before 1973 it is no arrival: a job that a person added by hand may say 0. */
const EARLIEST_ARRIVAL = 1e11;

function latestAt(receivedAt: number): number {
  return isArrival(receivedAt) ? receivedAt + AHEAD_MS : Number.POSITIVE_INFINITY;
}

function firstTime(raw: RawEvent, keys: readonly string[], timezone: string, latest: number): number | null {
  for (const key of keys) {
    const ms = momentOf(own(raw, key), timezone);
    if (ms !== null && ms <= latest) return ms;
  }
  return null;
}

function elapsed(start: number | null, end: number | null): number | null {
  return start === null || end === null || end < start ? null : Math.round((end - start) / 1000);
}
