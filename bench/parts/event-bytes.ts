import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of an event's JSON in all figures. */
export const EVENT_BYTES = 2048;

const ID_DIGITS = 32;
const sample: Record<string, unknown> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../samples/guance/01-monitor-critical.json'), 'utf8'),
);

/** The id of the event with this number, in the form of Guance's own. */
export function eventIdOf(number: number): string {
  return `event-${number.toString(16).padStart(ID_DIGITS, '0')}`;
}

/** The sample alert, as compact JSON of exactly EVENT_BYTES bytes. */
export function eventText(number: number, changes: Record<string, unknown> = {}): string {
  const event = { ...sample, df_event_id: eventIdOf(number), ...changes };
  const bare = Buffer.byteLength(JSON.stringify({ ...event, df_event_detail: '' }));
  if (bare > EVENT_BYTES) throw new Error(`the event has ${bare} bytes, more than ${EVENT_BYTES}`);
  return JSON.stringify({ ...event, df_event_detail: 'x'.repeat(EVENT_BYTES - bare) });
}

/** A whole POST whose event id can be exchanged in place: building text for each request would cost more than sending it. */
export function eventRequest(path: string): { bytes: Buffer; setNumber(number: number): void } {
  const body = eventText(0);
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '\r\n',
  ].join('\r\n');
  const bytes = Buffer.from(head + body);
  const places: number[] = [];
  const id = eventIdOf(0);
  for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + 1)) places.push(at + id.length - ID_DIGITS);
  return {
    bytes,
    setNumber: (number) => {
      const digits = number.toString(16).padStart(ID_DIGITS, '0');
      for (const place of places) bytes.write(digits, place, 'latin1');
    },
  };
}
