import type { AlertEvent } from '../source/alert-event.ts';
import { isTitleAlone } from '../source/guance/rule-fields.ts';
import type { Template } from '../template/compiled.ts';
import { cutText, isTelling, oneLine } from '../text/clean-text.ts';
import { withObject } from './with-object.ts';

/** Jira Data Center wants a summary of "less than 255 characters", counted in UTF-16 units. */
export const maxSummary = 254;

/**
 * The one line; where the template gives nothing that tells something, the monitor's name, and at last the event id. A
 * title that names no object gets it: that of one monitor may be the same for twenty hosts.
 */
export function summaryOf(event: AlertEvent, template: Template, warnings: string[]): string {
  const rendered = template.render(event);
  if (rendered.problem !== null) warnings.push(`summary: ${rendered.problem}`);
  const own = oneLine(rendered.text);
  if (isTelling(own) && !isTitleAlone(template.source)) return cutText(own, maxSummary);
  const candidates = [own, event.title, event.monitor.renderedName, event.eventId];
  const first = candidates.map((candidate) => oneLine(candidate ?? '')).find(isTelling);
  return withObject(first ?? 'Guance alert', event, maxSummary);
}
