const offsetFormats = new Map<string, Intl.DateTimeFormat>();
/** By zone and quarter of an hour, at whose ends alone an offset changes: each bean tells several times, and a format is slow. */
const offsets = new Map<string, number>();
const QUARTER_MS = 900_000;
const MAX_OFFSETS = 1000;

/** Jira's form of a time: `2026-02-06T19:56:38.957+0100`, in the reader's zone. */
export function jiraTime(at: number, timeZone: string): string {
  const offset = zoneOffsetMinutes(at, timeZone);
  const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

/** Minutes east of Greenwich at that moment. */
export function zoneOffsetMinutes(at: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(at / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = formattedOffset(at, timeZone);
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function formattedOffset(at: number, timeZone: string): number {
  const format =
    offsetFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  offsetFormats.set(timeZone, format);
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (found === null) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

/** The moment at which a wall clock in that zone shows this (`wall` is the reading as if it were UTC, in ms). */
export function fromWallClock(wall: number, timeZone: string): number {
  const first = wall - zoneOffsetMinutes(wall, timeZone) * 60_000;
  return wall - zoneOffsetMinutes(first, timeZone) * 60_000;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
