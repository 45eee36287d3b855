/** `{{ host }}` in a text that Guance sends unrendered: the name of a monitor always, a title where its template names what it cannot. */
import { own, scalarText } from '../../event-fields.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The text with what the first of the sources knows; what none of them knows stays as it is. Both it and what is filled in are
 * bounded: a hundred thousand placeholders for one long value are more than any memory.
 */
export function fillPlaceholders(template: string, ...sources: readonly Values[]): string {
  if (!template.includes('{{')) return template;
  const filled = template.slice(0, MAX_TEMPLATE).replaceAll(PLACEHOLDER, (placeholder, inside: string) => {
    const [name = '', ...filters] = inside.split('|');
    const value = knownAs(name.trim(), sources);
    return value === null ? placeholder : filters.reduce(filtered, value).slice(0, MAX_FILLED);
  });
  return filled + template.slice(MAX_TEMPLATE);
}

const PLACEHOLDER = /\{\{-?([^{}]{1,200}?)-?\}\}/g;
const MAX_TEMPLATE = 2_000;
const MAX_FILLED = 500;

function knownAs(name: string, sources: readonly Values[]): string | null {
  const names = [name, withoutHolder(name)];
  for (const source of sources) {
    for (const key of names) {
      const value = scalarText(own(source, key));
      if (value !== null) return value;
    }
  }
  return null;
}

/** `df_event['host-name']`, as Guance wants a name with a hyphen written, or `df_dimension_tags.host`. */
function withoutHolder(name: string): string {
  return name.replace(/^(?:df_event|df_dimension_tags|tags)(?:\.|\[\s*['"])/, '').replace(/['"]\s*\]$/, '');
}

/** The two filters of Guance for figures; the others say how to show a thing, and it is shown as it is. */
function filtered(value: string, filter: string): string {
  const [, name, digits] = /^\s*(to_fixed|to_round)\(?\s*(\d{1,2})?\s*\)?\s*$/.exec(filter) ?? [];
  const number = Number(value);
  if (name === undefined || value.trim() === '' || !Number.isFinite(number)) return value;
  const fixed = number.toFixed(Math.min(Number(digits ?? 0), 20));
  return name === 'to_fixed' ? fixed : String(Number(fixed));
}
