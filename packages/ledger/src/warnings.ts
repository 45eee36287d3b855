/** What people should know of an outcome besides: a comment that was refused, an assignee that was left out. Kept with it, for `find`. */
import type { RedisClient } from '@guance-jira/queue';
import { WARN } from './scripts.ts';

/** Few have any, and the log has them whole. */
const MAX_BYTES = 400;
const MAX_UNITS_EACH = 130;

/** To be called when the event is settled; of an event without an outcome nothing is kept. Rejects only when Redis does. */
export async function keepWarnings(redis: RedisClient, recordKey: string, warnings: readonly string[]): Promise<void> {
  if (warnings.length > 0) await WARN(redis, [recordKey], [textOfWarnings(warnings)]);
}

export function warningsOfText(text: string): string[] {
  return text.split('\n');
}

/** A line each. Where there is no room for all of them, the last says that there were more. */
export function textOfWarnings(warnings: readonly string[]): string {
  const lines = [...new Set(warnings.map(inOneLine))];
  const room = MAX_BYTES - Buffer.byteLength(`\n${MORE}`);
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > room) return [...kept, MORE].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}

const MORE = '…';

/** Cut between whole characters. So many units take fewer bytes than there is room for, so the first is always kept. */
function inOneLine(warning: string): string {
  const line = warning.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_UNITS_EACH
    ? line
    : `${line
        .slice(0, MAX_UNITS_EACH - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
