import { durationText, fullTime } from '@guance-jira/mapping';
import type { Visit } from '../visit.ts';

/** Asked once: a page has a hundred times. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function timeText(ms: number): string {
  return fullTime(ms, OWN_ZONE);
}

export function spanText(ms: number, { words }: Pick<Visit, 'words'>): string {
  const seconds = Math.max(ms, 0) / 1000;
  if (seconds < 10 && ms % 1000 !== 0) return `${seconds.toFixed(1)} ${words.common.units.second}`;
  return durationText(Math.round(seconds), words.common.units);
}
