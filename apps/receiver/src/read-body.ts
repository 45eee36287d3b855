import { MIMEType } from 'node:util';
import { Refusal } from './refusal.ts';

const MOST_LEVELS = 100;
const MOST_EVENTS = 10_000;

/** A delivery as sent: JSON objects, or the text of Guance's old text mode. */
export type Body =
  | { kind: 'json'; events: Record<string, unknown>[] }
  | { kind: 'text'; event: { df_title: string; df_message: string } };

/**
 * Refuses a content type before anything of the body is read.
 * @throws Refusal unsupported_media_type
 */
export function checkContentType(contentType: string | undefined): void {
  const { essence, charset } = mediaType(contentType);
  if (formOf(essence) === null)
    throw new Refusal('unsupported_media_type', 'Send application/json (or text/plain, the old text mode of Guance).');
  decoderFor(charset);
}

/**
 * Reads the bytes of a body. Without a content type, and as a form, JSON is still tried: the `curl` line in Guance's own
 * manual has a malformed header, so that curl sends `application/x-www-form-urlencoded`.
 * @throws Refusal invalid_json, unsupported_media_type or body_too_large
 */
export function readBody(bytes: Uint8Array, contentType: string | undefined): Body {
  const { essence, charset } = mediaType(contentType);
  const form = formOf(essence);
  const text = decoderFor(charset).decode(bytes);
  if (form === 'text') return readText(text);
  const parsed = parseJson(text);
  if (parsed.error !== null) {
    if (form === 'form')
      throw new Refusal('unsupported_media_type', 'A form is not accepted. Send JSON as application/json.');
    throw new Refusal('invalid_json', `The body is not valid JSON (${parsed.error}).`);
  }
  return { kind: 'json', events: eventsOf(parsed.value) };
}

function readText(text: string): Body {
  // Many clients send JSON as text/plain when nobody names a type.
  const parsed = text.trimStart().startsWith('{') ? parseJson(text) : { value: null, error: 'no object' };
  if (parsed.error === null && isObject(parsed.value) && Object.keys(parsed.value).some((key) => key.startsWith('df_')))
    return { kind: 'json', events: eventsOf(parsed.value) };
  const lines = text.replace(/^\s*\n/, '').split(/\r?\n/);
  const title = (lines[0] ?? '').trim();
  const message = lines.slice(1).join('\n').trim();
  if (title === '' && message === '') throw new Refusal('invalid_json', 'The body is empty.');
  return { kind: 'text', event: { df_title: title, df_message: message } };
}

function eventsOf(value: unknown): Record<string, unknown>[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > MOST_EVENTS)
    throw new Refusal('body_too_large', `One delivery may hold at most ${MOST_EVENTS} events.`);
  if (!list.every(isObject))
    throw new Refusal('invalid_json', 'The body must be a JSON object, or an array of objects: one per event.');
  if (isDeeperThan(list, MOST_LEVELS + 1))
    throw new Refusal('invalid_json', `The body is nested deeper than ${MOST_LEVELS} levels.`);
  return list;
}

function parseJson(text: string): { value: unknown; error: string | null } {
  if (text.trim() === '') return { value: null, error: 'it is empty' };
  try {
    return { value: JSON.parse(text), error: null };
  } catch (error) {
    // V8 quotes the text around the fault; only the position may leave, since a body can hold a secret.
    const position = error instanceof Error ? /position \d+( \(line \d+ column \d+\))?/.exec(error.message) : null;
    return {
      value: null,
      error: position ? `fault at ${position[0]}` : 'it ends too early or holds a stray character',
    };
  }
}

/** Without recursion, which a hostile depth would turn into a stack overflow. */
function isDeeperThan(root: unknown, limit: number): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.value === null || typeof next.value !== 'object') continue;
    if (next.depth > limit) return true;
    for (const child of Object.values(next.value))
      if (child !== null && typeof child === 'object') open.push({ value: child, depth: next.depth + 1 });
  }
  return false;
}

interface MediaType {
  essence: string | null;
  charset: string;
}

/** Guance sends the same type with every delivery. */
let last: { text: string | undefined; type: MediaType } = { text: '', type: { essence: null, charset: 'utf-8' } };

function mediaType(contentType: string | undefined): MediaType {
  if (contentType !== last.text) last = { text: contentType, type: parseMediaType(contentType) };
  return last.type;
}

function parseMediaType(contentType: string | undefined): MediaType {
  if (contentType === undefined || contentType.trim() === '') return { essence: null, charset: 'utf-8' };
  try {
    const type = new MIMEType(contentType);
    return { essence: type.essence, charset: type.params.get('charset') ?? 'utf-8' };
  } catch {
    return { essence: 'unreadable', charset: 'utf-8' };
  }
}

function formOf(essence: string | null): 'json' | 'text' | 'form' | null {
  if (essence === null || essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json'))
    return 'json';
  if (essence === 'text/plain') return 'text';
  return essence === 'application/x-www-form-urlencoded' ? 'form' : null;
}

const utf8 = new TextDecoder();

function decoderFor(charset: string): TextDecoder {
  if (charset === 'utf-8') return utf8;
  try {
    // Bytes that are no characters become U+FFFD: an alert with a broken letter is better than none.
    return new TextDecoder(charset);
  } catch {
    throw new Refusal('unsupported_media_type', 'The charset is not known. Send UTF-8.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
