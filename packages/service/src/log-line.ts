/** One log record as one line of JSON, without secrets. */
import { mayHoldSecret, redactDeep } from './redact.ts';

/** The fields in the order in which people read them: when, how bad, who, what, and then the facts as given. */
export function logLine(info: Readonly<Record<string, unknown>>, now: Date, secrets: readonly string[]): string {
  const { level, message, service, ...facts } = info;
  const record = { timestamp: now.toISOString(), level, service, message, ...facts };
  if (isFlat(record)) {
    const line = JSON.stringify(record);
    if (!mayHoldSecret(line, secrets)) return line;
  }
  return JSON.stringify(redactDeep(record, secrets));
}

/** Most records hold nothing but plain facts and lists of them; looking through the others costs several times as much. */
function isFlat(record: object): boolean {
  for (const value of Object.values(record))
    if (!isPlain(value) && !(Array.isArray(value) && value.every(isPlain))) return false;
  return true;
}

function isPlain(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint');
}
