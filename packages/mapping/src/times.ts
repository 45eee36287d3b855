import type { Sentences } from './sentences.ts';

/** One moment on the wall clock of a timezone. */
export type LocalTime = { readonly date: string; readonly clock: string; readonly offset: string };

/** `ms` since 1970; a timezone that Intl does not know throws a RangeError. */
export function localTime(ms: number, timezone: string): LocalTime {
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
export function durationText(seconds: number, units: Sentences['units']): string {
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
