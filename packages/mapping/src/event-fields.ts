/**
 * Readers for single fields of a raw event. Guance documents five fields as certain and types that differ between its own
 * pages, so a field of the wrong type is as if absent: an alert must not be lost for a broken extra.
 */
export type RawEvent = Readonly<Record<string, unknown>>;

/** The field as written, or undefined: never a property of Object.prototype. */
export function own(raw: RawEvent, key: string): unknown {
  return Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** The first of the fields that holds text with something in it. */
export function text(raw: RawEvent, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = own(raw, key);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

/** Like `text`, but a number or truth value counts too (`Result` is a number, `df_monitor_checker_value` a string). */
export function scalar(raw: RawEvent, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = scalarText(own(raw, key));
    if (value !== null) return value;
  }
  return null;
}

/** Seconds, not negative. */
export function seconds(raw: RawEvent, ...keys: string[]): number | null {
  for (const key of keys) {
    const value = numeric(own(raw, key));
    if (value !== null && value >= 0 && value <= latestDate / 1000) return Math.round(value);
  }
  return null;
}

/** `df_label`: documented as a list, seen as the string `"[]"`; a bare word is one label, `007` and `1.0` as they stand. */
export function list(raw: RawEvent, key: string): string[] {
  const value = own(raw, key);
  const items = listIn(value) ?? [value];
  return items.map(scalarText).filter((item): item is string => item !== null);
}

/** A list, also as JSON in a text, in a text once more, and as Python prints one. */
export function listIn(value: unknown): unknown[] | null {
  let inner = value;
  for (let times = 0; times < 2 && typeof inner === 'string' && /^\s*[["]/.test(inner); times += 1)
    inner = unwrapJson(printedList.test(inner) ? inner.replaceAll("'", '"') : inner);
  return Array.isArray(inner) ? inner : null;
}

const printedList = /^\s*\[\s*'[^'"\\]*'(?:\s*,\s*'[^'"\\]*')*\s*\]\s*$/;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** The last moment that a Date (and so Intl) can express. */
const latestDate = 8.64e15;

function numeric(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Half a megabyte of open brackets takes 0.2 s to be found broken, and fields are read several times. */
const maxJson = 50_000;

export function unwrapJson(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > maxJson) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
