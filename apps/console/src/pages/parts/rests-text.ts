import type { Pauses } from '@guance-jira/operations';
import type { Visit } from '../visit.ts';
import { spanText, timeText } from './time-text.ts';

/** Why no request goes to Jira now; null when they go. */
export function restsText({ manual, jira, now }: Pauses, visit: Visit): string | null {
  const { sayings } = visit.words.overview;
  if (manual) return sayings.pausedManual(timeText(manual.until), manual.by, manual.reason);
  if (!jira || (jira.until <= now && jira.reason === 'throttled')) return null;
  const left = spanText(Math.max(jira.until - now, 0), visit);
  return sayings.rests(sayings.why[jira.reason] ?? jira.reason, left, jira.failures);
}
