/** What a template puts out: texts as they are, a list as its items, an object as its names and values. */
import { isRecord, scalarText } from '../event-fields.ts';

/** Something else than lists and plain objects is left as it is, for Liquid to write. @throws where it is longer than `most` */
export function shownValue(value: unknown, most: number): unknown {
  if (!Array.isArray(value) && !isPlain(value)) return value;
  return shown(value, { left: most }, false);
}

/** A template can put a list into itself: thirty times is a billion items, so that each visit counts. */
function shown(value: unknown, room: { left: number }, isInside: boolean): string {
  const text = Array.isArray(value) ? listed(value, room) : isPlain(value) ? paired(value, room) : scalarText(value);
  room.left -= (text?.length ?? 0) + 1;
  if (room.left < 0) throw new Error('more characters of output than any field takes');
  if (!isInside || text === null || typeof value !== 'object') return text ?? '';
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
}

function listed(items: readonly unknown[], room: { left: number }): string {
  return items
    .map((item) => shown(item, room, true))
    .filter((item) => item !== '')
    .join(', ');
}

/** As the row of the object in a description. */
function paired(record: Record<string, unknown>, room: { left: number }): string {
  return Object.entries(record)
    .map(([name, item]) => [name, shown(item, room, true)] as const)
    .filter(([, item]) => item !== '')
    .map(([name, item]) => `${name} = ${item}`)
    .join(', ');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
