/** Pure: people in the fields of a transition's screen, by a text, a list of texts, or in the form that Jira takes. */
import { isObject } from '../schema/choices.ts';
import type { ScreenValue } from '../tracker/records/screen.ts';

/**
 * The value with each name changed; null where nobody is left.
 * @param change null: nobody
 */
export function withPeople(given: ScreenValue, change: (name: string) => string | null): ScreenValue | null {
  const { form } = given.field;
  const { value } = given;
  if (form === 'user') return isOne(value) ? withValue(given, one(value, change)) : given;
  if (typeof form !== 'object' || form.listOf !== 'user') return given;
  if (typeof value === 'string') {
    const names = value.split(/[,，、]/).map((name) => name.trim());
    const found = names.filter((name) => name !== '').flatMap((name) => change(name) ?? []);
    return found.length === 0 ? null : { ...given, value: found.join(',') };
  }
  if (!Array.isArray(value)) return given;
  const found = value.flatMap((item) => (isOne(item) ? (one(item, change) ?? []) : [item]));
  return found.length === 0 ? null : { ...given, value: found };
}

function withValue(given: ScreenValue, value: unknown): ScreenValue | null {
  return value === null ? null : { ...given, value };
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
