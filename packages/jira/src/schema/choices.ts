/** Pure: a value of the rules against what may be chosen. */
import type { Choice } from '../tracker/records/create-schema.ts';

/** What a value names: a text, or one in the form that Jira takes; null where it is neither. */
export function namedBy(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return null;
  const name = value.value ?? value.name ?? value.id;
  return typeof name === 'object' || name === undefined ? null : namedBy(name);
}

/** By its text as it is, then in any case, then by its id. */
export function choose<T extends Choice>(allowed: readonly T[], name: string): T | undefined {
  const { texts, folded, ids } = indexOf(allowed);
  return texts.get(name) ?? folded.get(fold(name)) ?? ids.get(name);
}

interface Index<T> {
  readonly texts: ReadonlyMap<string, T>;
  readonly folded: ReadonlyMap<string, T>;
  readonly ids: ReadonlyMap<string, T>;
}

/** An alert may name ten thousand values, and a field has hundreds of choices. */
const indexes = new WeakMap<readonly Choice[], Index<Choice>>();

function indexOf<T extends Choice>(allowed: readonly T[]): Index<T> {
  const known = indexes.get(allowed) as Index<T> | undefined;
  if (known !== undefined) return known;
  // Of two that are alike the first counts, and it is set last.
  const last = allowed.toReversed();
  const index: Index<T> = {
    texts: new Map(last.map((choice) => [choice.text, choice])),
    folded: new Map(last.map((choice) => [fold(choice.text), choice])),
    ids: new Map(last.filter(({ id }) => id !== '').map((choice) => [choice.id, choice])),
  };
  indexes.set(allowed, index);
  return index;
}

/**
 * The values that one value of the rules stands for: a list, one in JSON, or with commas, also within the form that Jira takes.
 * What is a choice as a whole is one, with all its commas.
 * @param items of a list that a template has shown as one text
 */
export function valuesIn(value: unknown, allowed: readonly Choice[] | null, items?: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => partsOf(one, allowed));
  const isWhole = typeof value === 'string' && allowed !== null && choose(allowed, value.trim()) !== undefined;
  if (items !== undefined && !isWhole) return [...items];
  if (typeof value === 'string' && allowed === null) return inJson(value) ?? split(value);
  return partsOf(value, allowed);
}

/** The same for a field that takes one value: a list of one is that one. */
export function singlesIn(value: unknown, allowed: readonly Choice[] | null, items?: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || (allowed !== null && choose(allowed, value.trim()) !== undefined)) return [value];
  return inJson(value) ?? items?.slice() ?? [value];
}

/** Of an item in a list only what Jira would not know is taken apart. */
function partsOf(value: unknown, allowed: readonly Choice[] | null): unknown[] {
  const name = namedBy(value);
  if (name === null) return [value];
  const listed = inJson(name);
  if (listed !== null) return listed;
  if (allowed === null || choose(allowed, name) !== undefined) return [value];
  const parts = split(name);
  return parts.length > 1 ? parts : [value];
}

function split(text: string): string[] {
  const parts = text.split(/[,，、\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

function inJson(text: string): unknown[] | null {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fold(text: string): string {
  return text.trim().toLowerCase();
}
