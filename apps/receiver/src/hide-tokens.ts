import { hideKnown } from '@guance-jira/service';
import type { Body } from './read-body.ts';

/** Takes the webhook's tokens out of a body; `bytes` is the same body as it came. */
export type HideTokens = (body: Body, bytes: Uint8Array) => Body;

const HIDDEN = '[secret]';

/**
 * People write the address of a webhook into message templates, ours with its token. Nobody needs it in an issue, and in
 * the queue it would lie open. The bytes are looked at first, since nearly no event holds one: for the token as it is, and for what
 * can spell letters of ASCII another way, which no ordinary sender does (`\u0074`, zero bytes between the letters of UTF-16).
 */
export function createHideTokens(tokens: readonly string[]): HideTokens {
  const asWritten = [...new Set(tokens.flatMap((token) => [token, encodeURIComponent(token), slashesEscaped(token)]))];
  const spelled = tokens.map(spellingsOf);
  return (body, bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const respelled = buffer.includes('\\u00') || buffer.includes(0);
    if (!respelled && !asWritten.some((form) => buffer.includes(form))) return body;
    const hide = (text: string) =>
      spelled.reduce((shown, spellings) => shown.replace(spellings, HIDDEN), hideKnown(text, tokens));
    return body.kind === 'json'
      ? { kind: 'json', events: body.events.map((event) => hiddenIn(event, hide)) }
      : { kind: 'text', event: hiddenIn(body.event, hide) };
  };
}

/** As PHP writes it into JSON. */
function slashesEscaped(token: string): string {
  return token.replaceAll('/', '\\/');
}

/** The token with any of its letters as an escape of JSON (also within JSON inside a string) or of a URL. */
function spellingsOf(token: string): RegExp {
  const letters = [...token].map((letter) => {
    const hex = letter.charCodeAt(0).toString(16).padStart(2, '0');
    const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${letter.replace(/[^A-Za-z0-9]/, '\\$&')}|\\\\+u00${anyCase}|%${anyCase})`;
  });
  return new RegExp(letters.join(''), 'g');
}

/** The depth of a body is bounded before. */
function hiddenIn<T>(value: T, hide: (text: string) => string): T;
function hiddenIn(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => hiddenIn(item, hide));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key), hiddenIn(item, hide)]));
}
