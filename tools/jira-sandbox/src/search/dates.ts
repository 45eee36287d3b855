import { jqlFailure } from '../errors.ts';
import { fromWallClock } from '../time.ts';

const minute = 60_000;
const units: Record<string, number> = { m: minute, h: 60 * minute, d: 1440 * minute, w: 10_080 * minute };

/** A JQL date: `-10m`, `-1d 2h`, or a wall-clock reading in the asking user's own time zone, to the minute. */
export function jqlDate(field: string, text: string, now: number, timeZone: string): number {
  const period = /^([+-]?)((?:\d+[mhdw]\s*)+)$/.exec(text.trim());
  if (period !== null) {
    const parts = (period[2] ?? '').matchAll(/(\d+)([mhdw])/g);
    let length = 0;
    for (const [, count, unit = ''] of parts) length += Number(count) * (units[unit] ?? 0);
    return period[1] === '-' ? now - length : now + length;
  }
  const wall = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(text.trim());
  if (wall === null) {
    throw jqlFailure(
      `Date value '${text}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    );
  }
  const [, year, , month, day, hour = '0', minutes = '0'] = wall;
  const reading = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minutes));
  return fromWallClock(reading, timeZone);
}
