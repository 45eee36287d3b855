/** One text for each value by which something is told from others. */
import { hash } from 'node:crypto';

/**
 * Any JSON value as a text of at most 200 letters: two that differ stay two, one written in two ways (`1001` and `"1001"`, keys in
 * another order, blanks around) becomes one. Null for what is empty. Integers of 64 bits come as texts already.
 */
export function identityText(value: unknown): string | null {
  if (typeof value === 'string') return shortId(value.trim()) || null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined || Object.keys(value).length === 0) return null;
  const text = canonical(value, 0);
  return text === null ? null : shortId(text);
}

/**
 * The id as it travels and is shown. A longer one is nobody's: it would only stand in records, labels and log lines. Its hash is
 * the one of which `jobIdFor` makes the job id of the long one, so both are the same event. So it is with half an emoji.
 */
function shortId(id: string): string {
  return id.length <= MAX_ID && id.isWellFormed() ? id : hash('sha256', distinctText(id), 'hex');
}

const MAX_ID = 200;

/** Half a surrogate pair has no UTF-8: hashed or stored as it is, each would be the same as every other. */
export function distinctText(text: string): string {
  return text.isWellFormed() ? text : JSON.stringify(text);
}

/** JSON with the keys of every object in one order; null for what is nested deeper than the door lets in. */
function canonical(value: unknown, depth: number): string | null {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth > MAX_LEVELS) return null;
  const parts = Object.entries(value).map(([key, item]) => [key, canonical(item, depth + 1)] as const);
  if (parts.some(([, text]) => text === null)) return null;
  if (Array.isArray(value)) return `[${parts.map(([, text]) => text).join(',')}]`;
  parts.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

const MAX_LEVELS = 100;
