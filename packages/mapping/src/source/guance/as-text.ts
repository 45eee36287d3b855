/** Words that ought to be a text and come as a list of lines or as an object: scripts that forward alerts send them so. */
import { scalarText } from '../../event-fields.ts';

/** As Markdown: a list is its lines, an object a block of code. Null where it says nothing. */
export function markdownOf(field: unknown): string | null {
  if (!Array.isArray(field)) return typeof field === 'object' ? codeOf(field) : scalarText(field);
  const lines = field.slice(0, MAX_LINES).map((item) => scalarText(item) ?? codeOf(item));
  return joined(lines, '\n');
}

/** As one text to glance at: a list is its items, an object its JSON. Null where it says nothing. */
export function wordsOf(field: unknown): string | null {
  if (!Array.isArray(field)) return typeof field === 'object' ? jsonOf(field) : scalarText(field);
  return joined(
    field.slice(0, MAX_LINES).map((item) => scalarText(item) ?? jsonOf(item)),
    '\n',
  );
}

const MAX_LINES = 10_000;

function joined(parts: readonly (string | null)[], separator: string): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(separator);
}

/** No line of JSON can be the end of the block: each begins with a blank, a bracket or a quotation mark. */
function codeOf(value: unknown): string | null {
  const json = jsonOf(value);
  if (json === null) return null;
  // Indented, what is nested deep has a hundred times the size.
  const shown = json.length > MAX_INDENTED ? json : JSON.stringify(value, null, 2);
  return `\n\`\`\`json\n${shown}\n\`\`\`\n`;
}

const MAX_INDENTED = 10_000;

/** Null where nothing is in it, or more in each other than JSON.stringify goes into. */
function jsonOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !saysSomething(value)) return null;
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function saysSomething(value: object): boolean {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (scalarText(next) !== null) return true;
    if (typeof next === 'object' && next !== null) for (const item of Object.values(next)) pending.push(item);
  }
  return false;
}
