import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { cleanText, cutText } from '../text/clean-text.ts';

/** Jira refuses a label with a space, or of more than 255 characters, and the whole issue with it. */
const maxLabel = 255;

/** A list in a template is as many labels: `df_label` is one, and `team:{{ df_label }}` each with the word before it. */
export function labelsOf(event: AlertEvent, templates: readonly Template[], warnings: string[]): string[] {
  const labels = templates.flatMap((template) => {
    const { texts, problem } = template.renderEach(event);
    if (problem !== null) warnings.push(`labels: ${problem}`);
    return texts.map(labelText);
  });
  return [...new Set(labels)].filter((label) => label !== '' && !looksLikeOurs(label));
}

/**
 * Labels are how the worker finds its issues: no word of an alert, and none of the rules, may be taken for one of its own. Whatever
 * their case, since Jira finds labels so, and not to the eye either: full-width letters, characters without width.
 */
function looksLikeOurs(label: string): boolean {
  const seen = label.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  return /^(guance-jira|gj-[0-9a-f]{32})$/i.test(seen);
}

/** As Jira takes it: no spaces, and not too long. */
export function labelText(text: string): string {
  return cutText(cleanText(text).trim().replaceAll(/\s+/g, '-'), maxLabel);
}
