/** Pure: people in the fields of a transition's screen, by a text, a list of texts, or in the form that Jira takes. */
import { isObject, singlesIn, valuesIn } from '../schema/choices.ts';
import { USER_KINDS } from '../tracker/records/create-schema.ts';
import type { ScreenValue } from '../tracker/records/screen.ts';

/**
 * The value with each name changed; null where nobody is left.
 * @param change null: nobody
 */
export function withPeople(given: ScreenValue, change: (name: string) => string | null): ScreenValue | null {
  const { kind } = given.field;
  if (!USER_KINDS.includes(kind)) return given;
  const values = kind === 'user' ? singlesIn(given.value, null) : valuesIn(given.value, null, given.items);
  const found = values.flatMap((value) => (isOne(value) ? (one(value, change) ?? []) : [value]));
  if (found.length === 0) return null;
  return { ...given, value: kind === 'user' && found.length === 1 ? found[0] : found, items: undefined };
}

const KEYS = ['accountId', 'name', 'id'] as const;

function isOne(value: unknown): boolean {
  return typeof value === 'string' || (isObject(value) && KEYS.some((key) => typeof value[key] === 'string'));
}

function one(value: unknown, change: (name: string) => string | null): unknown {
  if (typeof value === 'string') return change(value.trim());
  const key = KEYS.find((known) => isObject(value) && typeof value[known] === 'string');
  if (!isObject(value) || key === undefined) return value;
  const changed = change(String(value[key]).trim());
  return changed === null ? null : { ...value, [key]: changed };
}
