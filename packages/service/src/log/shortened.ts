/** Bounds what strangers' words can make of a log record: a line is for people, and one of megabytes fills disks. */

/** Whether a text or a list under this name may be written whole. */
export function isShort(key: string, value: string | readonly unknown[]): boolean {
  return typeof value === 'string' ? value.length <= maxUnder(key) : value.length <= MAX_ITEMS;
}

/** A copy of a record, without cycles, in which every text and list is cut that is too long. */
export function shortened(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return isShort(key, value) ? value : cut(value, maxUnder(key));
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => shortened(item, key));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([name, item]) => [cut(name, MAX_ID), shortened(item, name)]));
}

/** Ids that are longer do not pass the door, but a key made of them may be. */
const MAX_ID = 200;
const LONGEST = 4000;
const MAX_ITEMS = 50;
const IDS: ReadonlySet<string> = new Set(['eventId', 'eventIds', 'faultKey', 'objectKey', 'jobId']);

function maxUnder(key: string): number {
  return IDS.has(key) ? MAX_ID : LONGEST;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
