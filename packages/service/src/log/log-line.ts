/** One log record as one line of JSON, without secrets. */
import { mayHoldSecret, redactDeep } from './redact.ts';
import { isShort, shortened } from './shortened.ts';

/** The fields in the order in which people read them: when, how bad, who, what, and then the facts as given. */
export function logLine(info: Readonly<Record<string, unknown>>, now: Date, secrets: readonly string[]): string {
  const { level, message, service, ...facts } = info;
  const record = { timestamp: now.toISOString(), level, service, message, ...facts };
  if (isFlat(record)) {
    const line = JSON.stringify(record);
    if (!mayHoldSecret(line, secrets)) return line;
  }
  // Cut afterwards: the rest of a secret that was cut would not be known as one.
  return JSON.stringify(shortened(redactDeep(record, secrets)));
}

/** Most records hold nothing but plain facts and lists of them; looking through the others costs several times as much. */
function isFlat(record: object): boolean {
  for (const [key, value] of Object.entries(record))
    if (
      !isPlain(key, value) &&
      !(Array.isArray(value) && isShort(key, value) && value.every((item) => isPlain(key, item)))
    )
      return false;
  return true;
}

function isPlain(key: string, value: unknown): boolean {
  if (typeof value === 'string') return isShort(key, value);
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint');
}
