import type { IssueTexts } from './texts.ts';

/** One moment on the wall clock of a timezone. */
export type LocalTime = { readonly date: string; readonly clock: string; readonly offset: string };

/** `ms` since 1970; a timezone that Intl does not know throws a RangeError. */
export function localTime(ms: number, timezone: string): LocalTime {
  const hour = hourOf(ms, timezone);
  if (hour === null) return formatted(ms, timezone);
  const shifted = new Date(ms + hour.offsetMs).toISOString();
  return { date: shifted.slice(0, 10), clock: shifted.slice(11, 19), offset: hour.offset };
}

/**
 * What the clocks of a timezone add to UTC, for the hour around `ms`: Intl takes twenty times as long as adding it, and an
 * issue shows half a dozen times. Null where it changes within the hour, or Intl alone knows how to write the year.
 */
function hourOf(ms: number, timezone: string): Hour | null {
  if (ms < 0 || ms >= yearTenThousand) return null;
  const start = Math.floor(ms / 3_600_000) * 3_600_000;
  const key = `${timezone} ${start}`;
  const known = hours.get(key);
  if (known !== undefined) return known;
  const [first, last] = [offsetAt(start, timezone), offsetAt(start + 3_599_000, timezone)];
  const hour = first.offsetMs === last.offsetMs && first.offset === last.offset ? first : null;
  if (hours.size >= maxHours) hours.clear();
  hours.set(key, hour);
  return hour;
}

interface Hour {
  readonly offsetMs: number;
  readonly offset: string;
}

const hours = new Map<string, Hour | null>();
const maxHours = 1_000;
const yearTenThousand = Date.UTC(9999, 11, 30);

function offsetAt(ms: number, timezone: string): Hour {
  const { date, clock, offset } = formatted(ms, timezone);
  return { offsetMs: Date.parse(`${date}T${clock}Z`) - ms, offset };
}

function formatted(ms: number, timezone: string): LocalTime {
  const parts = Object.fromEntries(
    formatFor(timezone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    clock: `${parts.hour}:${parts.minute}:${parts.second}`,
    offset: `${parts.timeZoneName}`.replace('GMT', 'UTC'),
  };
}

/** `2023-08-26 15:29:00 (UTC+8)`. */
export function fullTime(ms: number, timezone: string): string {
  const { date, clock, offset } = localTime(ms, timezone);
  return `${date} ${clock} (${offset})`;
}

/** The clock alone where the reader already knows the day, else with its date. */
export function clockBeside(ms: number, neighbour: number | null, timezone: string): string {
  const { date, clock } = localTime(ms, timezone);
  const sameDay = neighbour !== null && localTime(neighbour, timezone).date === date;
  return sameDay ? clock : `${date} ${clock}`;
}

/** The two largest units: `1 小时 4 分`, `2 d 3 h`. */
export function durationText(seconds: number, units: IssueTexts['units']): string {
  const sizes: [number, string][] = [
    [86_400, units.day],
    [3_600, units.hour],
    [60, units.minute],
    [1, units.second],
  ];
  const first = sizes.findIndex(([size]) => seconds >= size);
  if (first === -1) return `0 ${units.second}`;
  let rest = Math.floor(seconds);
  const words: string[] = [];
  for (const [size, unit] of sizes.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${unit}`);
  }
  return words.join(' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'shortOffset',
  });
  formats.set(timezone, format);
  return format;
}
