import { DROPPED } from './guance-fields.ts';

/**
 * Takes them out of a freshly parsed event, which travels on as JSON: there a field that is undefined does not exist. To copy
 * the forty others, or to delete these, costs several times as much.
 */
export function withoutDroppedFields(raw: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(raw)) if (isDropped(key)) raw[key] = undefined;
  return raw;
}

/** The answers for the names seen so far: forty in every event, and nearly always the same. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1000;
/** A body may be one name of a megabyte, and each would be kept. */
const MAX_NAME = 100;

export function isDropped(key: string): boolean {
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = DROPPED.test(key);
  if (verdicts.size < MAX_VERDICTS && key.length <= MAX_NAME) verdicts.set(key, verdict);
  return verdict;
}
