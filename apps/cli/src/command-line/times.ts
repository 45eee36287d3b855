/** Times as people type and read them on a terminal: by the clock of this machine. */
import { durationText, fullTime } from '@guance-jira/mapping';
import type { Words } from '../words/words.ts';
import { CliError } from './command.ts';

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A moment: a duration from now, the next such time of day, or a date. `ahead` false looks back instead: so long ago, the last
 * such time of day.
 * @throws CliError with the forms that are understood
 */
export function momentOf(text: string, now: number, ahead: boolean, words: Words): number {
  const given = text.trim();
  const duration = /^(\d{1,6})\s*([smhd])$/.exec(given);
  if (duration) {
    const ms = Number(duration[1]) * UNIT_MS[duration[2] as keyof typeof UNIT_MS];
    return ahead ? now + ms : now - ms;
  }
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(given);
  if (clock) return timeOfDay(Number(clock[1]), Number(clock[2]), now, ahead);
  // A date alone would be read as UTC, and nobody means that.
  const date = /^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00` : given.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T');
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(at)) throw new CliError(2, words.common.timeWanted(given));
  return at;
}

/** `2026-11-25 21:04:00 (UTC+8)` */
export function timeText(ms: number): string {
  return fullTime(ms, Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** `3 min 20 s` */
export function spanText(ms: number, words: Words): string {
  return durationText(Math.round(Math.max(ms, 0) / 1000), words.common.units);
}

/** The time, and how long ago it was. */
export function timeAgoText(ms: number, now: number, words: Words): string {
  return `${timeText(ms)}, ${words.common.ago(spanText(now - ms, words))}`;
}

function timeOfDay(hours: number, minutes: number, now: number, ahead: boolean): number {
  const day = new Date(now);
  day.setHours(hours, minutes, 0, 0);
  const passed = day.getTime() <= now;
  if (ahead && passed) day.setDate(day.getDate() + 1);
  if (!ahead && !passed) day.setDate(day.getDate() - 1);
  return day.getTime();
}
