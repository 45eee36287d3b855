import { BodyRefused } from './body-refused.ts';
import { decodeText } from './decode-text.ts';
import { findEvents, type RawEvent } from './find-events.ts';
import { jsonInForm } from './json-in-form.ts';
import { mediaTypeOf } from './media-type.ts';
import { parseJson } from './parse-json.ts';

/** A delivery as sent: JSON objects, or the text of Guance's old text mode. */
export type Body =
  | { kind: 'json'; events: RawEvent[] }
  | { kind: 'text'; event: { df_title: string; df_message: string } };

/**
 * Reads the bytes of a body. A 4xx costs the alert, for Guance sends it once: so whatever reads as JSON is taken, whatever its
 * content type says. The `curl` line in Guance's own manual has a malformed header and sends `application/x-www-form-urlencoded`;
 * proxies double the header; clients call any text `text/plain`.
 * @throws BodyRefused invalid_json, unsupported_media_type or body_too_large
 */
export function readBody(bytes: Uint8Array, contentType: string | undefined): Body {
  const { form, charset } = mediaTypeOf(contentType);
  const text = decodeText(bytes, charset);
  if (form === 'text') return readText(text);
  const parsed = parseJson(text);
  if (parsed.ok) return { kind: 'json', events: findEvents(parsed.value, parsed.levels) };
  const inForm = jsonInForm(text);
  if (inForm !== undefined) return { kind: 'json', events: findEvents(inForm) };
  if (form === 'json') throw new BodyRefused('invalid_json', `The body is not valid JSON (${parsed.error}).`);
  if (form === 'form')
    throw new BodyRefused('unsupported_media_type', 'A form is not accepted. Send JSON as application/json.');
  throw new BodyRefused(
    'unsupported_media_type',
    'Send JSON as application/json (or text/plain, the old text mode of Guance).',
  );
}

function readText(text: string): Body {
  // Many clients send JSON as text/plain when nobody names a type. A text may begin with a bracket too: `[alert] disk full`.
  const parsed = /^[\s\uFEFF]*[[{"]/.test(text) ? parseJson(text) : null;
  if (parsed?.ok && holdsObject(parsed.value)) {
    const events = findEvents(parsed.value);
    if (events.some((event) => Object.keys(event).some((key) => key.startsWith('df_'))))
      return { kind: 'json', events };
  }
  const lines = text.replace(/^\s*\n/, '').split(/\r?\n/);
  const title = (lines[0] ?? '').trim();
  const message = lines.slice(1).join('\n').trim();
  if (title === '' && message === '') throw new BodyRefused('invalid_json', 'The body is empty.');
  return { kind: 'text', event: { df_title: title, df_message: message } };
}

function holdsObject(value: unknown): boolean {
  const list = Array.isArray(value) ? value : [value];
  return list.some((item) => typeof item === 'object' && item !== null);
}
