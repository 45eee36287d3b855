/** Bodies at the door: alerts deep in envelopes, ids of any form, and what is only nearly JSON. */
import type { Entry } from './entries.ts';
import { ofBody, ofBytes } from './steps.ts';

const BODY = 1_000_000;
const alert = (text: string) => ({ df_status: 'critical', df_title: text });

/** Each writes the text into a body; where it stands raw, nothing in it is escaped. */
const BODIES: Readonly<Record<string, (text: string) => string>> = {
  envelopes: (text) => JSON.stringify({ a: [[{ b: { c: [[alert(text)]] } }]] }),
  'texts within texts': (text) => JSON.stringify({ a: JSON.stringify([JSON.stringify(alert(text))]) }),
  'many texts of JSON': (text) => JSON.stringify({ a: piecesOf(text).map((piece) => JSON.stringify(alert(piece))) }),
  'texts that look like JSON': (text) => JSON.stringify({ a: piecesOf(text).map((piece) => `{"df_${piece}`) }),
  'JSON in a text, raw': (text) => JSON.stringify({ a: `{"df_status":${text}}` }),
  'an id that is an object': (text) =>
    JSON.stringify({ ...alert('t'), df_event_id: piecesOf(text), df_fault_id: { a: text } }),
  'ids in many events': (text) =>
    JSON.stringify(piecesOf(text).map((df_workspace_uuid) => ({ ...alert('t'), df_workspace_uuid }))),
  'a text, raw': (text) => `{"df_event_id":"e","df_title":"${text}","df_status":"ok"}`,
  'a text of single quotes, raw': (text) => `{'df_event_id': 'e', 'df_title': '${text}'}`,
  'a value, raw': (text) => `{"df_event_id":"e","Result":${text},"df_status":"ok"}`,
  'a key, raw': (text) => `{"df_event_id":"e",${text}:1}`,
  'a list, raw': (text) => `[None,${text}]`,
  'behind an alert': (text) => `{"df_event_id":None}${text}`,
  'a field of a form': (text) => `a=1&payload={"df_event_id":"e",${text}`,
  'a part of a form': (text) => `--b\r\n\r\n${text}\r\n--b\r\n\r\n{"df_event_id":"e"}\r\n--b--`,
};

export const DOOR_ENTRIES: readonly Entry[] = [
  ...Object.entries(BODIES).map(([name, bodyOf]) => ({
    ...{ name: `body with ${name}`, most: BODY },
    steps: (text: string) => ofBody(text, bodyOf),
  })),
  {
    name: 'body of one byte a letter',
    most: BODY,
    steps: (text) => ofBytes(Buffer.from(text.slice(0, BODY), 'latin1')),
  },
  { name: 'body in UTF-16', most: BODY / 2, steps: (text) => ofBytes(Buffer.from(`{"df_title":"${text}`, 'utf16le')) },
];

/** A thousand at most. */
function piecesOf(text: string): string[] {
  const size = Math.max(Math.ceil(text.length / 1000), 10);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
