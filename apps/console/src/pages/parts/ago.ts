/** How long ago something was. */
import { durationText } from '@guance-jira/mapping';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { timeText } from './time-text.ts';

/** `3 min ago`, with the time itself for who points at it. */
export function ago(ms: number, visit: Visit): Html {
  const { common } = visit.words;
  const past = visit.now - ms;
  const text =
    Math.abs(past) < 1000 ? common.now : past < 0 ? common.in(rough(-past, visit)) : common.ago(rough(past, visit));
  return html`<time datetime=${new Date(ms).toISOString()} title=${timeText(ms)} data-show="title">${text}</time>`;
}

/** The largest unit is enough. */
function rough(ms: number, { words }: Visit): string {
  const seconds = Math.floor(ms / 1000);
  const unit = [86_400, 3600, 60].find((size) => seconds >= size) ?? 1;
  return durationText(Math.floor(seconds / unit) * unit, words.common.units);
}
