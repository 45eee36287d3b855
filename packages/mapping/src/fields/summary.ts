import { cutText, oneLine } from '../clean-text.ts';
import type { AlertEvent } from '../event.ts';
import type { Template } from '../template.ts';

/** Jira Data Center wants a summary of "less than 255 characters", counted in UTF-16 units. */
export const maxSummary = 254;

/** The one line; where the template gives nothing, the monitor's name, and at last the event id. */
export function summaryOf(event: AlertEvent, template: Template, warnings: string[]): string {
  const rendered = template.render(event);
  if (rendered.problem !== null) warnings.push(`summary: ${rendered.problem}`);
  const candidates = [rendered.text, event.title, event.monitor.renderedName, event.eventId];
  const first = candidates.map((candidate) => oneLine(candidate ?? '')).find((line) => line !== '');
  return cutText(first ?? 'Guance alert', maxSummary);
}
