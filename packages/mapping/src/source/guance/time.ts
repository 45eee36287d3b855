/**
 * One moment as senders write it. Guance's webhook writes seconds and its other channels milliseconds; scripts in between
 * also send micro- and nanoseconds, digits as text, and ISO 8601.
 */
import { localTime } from '../../text/times.ts';

/**
 * Milliseconds since 1970, or null for what is no time. The unit of a number follows from its size: no plausible second is
 * above 1e11, no millisecond above 1e14, no microsecond above 1e17.
 * @param timezone of a text that names no offset
 */
export function momentOf(value: unknown, timezone: string): number | null {
  const number = typeof value === 'string' ? digits(value) : value;
  if (typeof number === 'number') return ofNumber(number);
  const ms = typeof value === 'string' ? ofText(value, timezone) : null;
  return ms !== null && ms > 0 ? ms : null;
}

/** Whether the value is a time whose meaning depends on a timezone. */
export function isLocalTime(value: unknown): boolean {
  if (typeof value !== 'string' || digits(value) !== null) return false;
  const parts = partsOf(value);
  return parts !== null && parts.offsetMs === null;
}

/** The last moment that a Date (and so Intl) can express. */
const LATEST_DATE = 8.64e15;

function ofNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const ms = Math.round(value > 1e17 ? value / 1e6 : value > 1e14 ? value / 1000 : value > 1e11 ? value : value * 1000);
  return ms <= LATEST_DATE ? ms : null;
}

function digits(text: string): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? null : number;
}

function ofText(text: string, timezone: string): number | null {
  const parts = partsOf(text);
  if (parts === null) return ofMailDate(text);
  return parts.offsetMs === null ? inTimezone(parts.wallMs, timezone) : parts.wallMs - parts.offsetMs;
}

/**
 * ISO 8601 and its neighbors: a blank for the T, slashes, no separators at all, twelve hours with AM and PM, `+0800 CST` as
 * Go prints it. A date alone is no time: it would put an event at midnight, before all others of its day.
 */
const FORM =
  /^(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})(?:T|\s+)(\d{2}|\d(?=:)):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([AP])M)?\s*(Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?(?:\s+[A-Z]{2,5})?$/i;

/** `wallMs` is what the clock on the wall shows, as if it were UTC; no offset where the text names none. */
function partsOf(text: string): { wallMs: number; offsetMs: number | null } | null {
  if (text.length > 64) return null;
  const found = FORM.exec(text.trim());
  if (found === null) return null;
  const [year, , month, day, shownHour = 0, minute, second] = found.slice(1, 8).map(Number);
  const hour = hourOfDay(shownHour, found[9]);
  const fraction = Math.floor(Number(`0.${found[8] ?? '0'}`) * 1000);
  const wallMs = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second || 0, fraction);
  const date = new Date(wallMs);
  // Date.UTC takes February 30 for March 2.
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day || date.getUTCHours() !== hour) return null;
  return { wallMs, offsetMs: offsetOf(found[10]) };
}

/** Some write PM behind the hours of a whole day. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  const found = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (found === null) return 0;
  const ms = (Number(found[2]) * 60 + Number(found[3] ?? 0)) * 60_000;
  return found[1] === '-' ? -ms : ms;
}

/** `Sat, 29 Nov 2025 07:06:40 GMT`, as mail and HTTP write it. https://www.rfc-editor.org/rfc/rfc5322#section-3.3 */
function ofMailDate(text: string): number | null {
  if (
    text.length > 64 ||
    !/^(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} [\d:]{5,8} (?:GMT|UTC|[+-]\d{4})$/i.test(text.trim())
  )
    return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** Twice, since the offset is that of the moment sought: the two differ around a change of the clocks. */
function inTimezone(wallMs: number, timezone: string): number {
  const once = wallMs - offsetAt(wallMs, timezone);
  return wallMs - offsetAt(once, timezone);
}

function offsetAt(ms: number, timezone: string): number {
  const { date, clock } = localTime(ms, timezone);
  return Date.parse(`${date}T${clock}Z`) - Math.floor(ms / 1000) * 1000;
}
