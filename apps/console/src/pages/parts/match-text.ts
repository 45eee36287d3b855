import type { MatchForm } from '@guance-jira/mapping';

/** A condition as it stands in the rules, on one line. */
export function formText(form: MatchForm): string {
  if (Array.isArray(form)) return `[${form.map(String).join(', ')}]`;
  if (typeof form !== 'object') return String(form);
  const [[key, value] = ['', '']] = Object.entries(form);
  return `{ ${key}: ${formText(value)} }`;
}
