import { cleanText, cutText } from '../clean-text.ts';
import type { AlertEvent } from '../event.ts';
import type { Template } from '../template.ts';

/** Jira refuses a label with a space, or of more than 255 characters, and the whole issue with it. */
export const maxLabel = 255;

export function labelsOf(event: AlertEvent, templates: readonly Template[], warnings: string[]): string[] {
  const labels = templates.map((template) => {
    const rendered = template.render(event);
    if (rendered.problem !== null) warnings.push(`labels: ${rendered.problem}`);
    return toLabel(rendered.text);
  });
  return [...new Set(labels)].filter((label) => label !== '');
}

function toLabel(text: string): string {
  return cutText(cleanText(text).trim().replaceAll(/\s+/g, '-'), maxLabel);
}
