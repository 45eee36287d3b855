import type { Body } from '@guance-jira/queue';
import { hideKnown } from '@guance-jira/service';

/** Takes the webhook's tokens out of a body; `bytes` is the same body as it came. */
export type HideTokens = (body: Body, bytes: Uint8Array) => Body;

const HIDDEN = '[secret]';

/**
 * People write the address of a webhook into message templates, ours with its token. Nobody needs it in an issue, and in
 * the queue it would lie open. The bytes are looked at first, since nearly no event holds one: for the token as it is, and for what
 * can spell letters of ASCII another way, which no ordinary sender does (`\u0074`, Python's `\x74`, zero bytes between the letters of UTF-16).
 */
export function createHideTokens(tokens: readonly string[]): HideTokens {
  const forms = [...new Set(tokens.flatMap((token) => [token, encodeURIComponent(token), slashesEscaped(token)]))];
  // One look for all of them: to look for each by itself takes twenty times as long.
  const asWritten = new RegExp(
    forms
      .map((form) => Buffer.from(form).toString('latin1'))
      .map(literal)
      .join('|') || '(?!)',
  );
  const spelled = new RegExp(tokens.map(spellingsOf).join('|') || '(?!)', 'g');
  return (body, bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const respelled = buffer.includes('\\u00') || buffer.includes('\\x') || buffer.includes(0);
    if (!respelled && !asWritten.test(buffer.toString('latin1'))) return body;
    const hide = (text: string) => {
      const shown = hideKnown(text, tokens);
      return /\\u00|%/.test(shown) ? shown.replace(spelled, HIDDEN) : shown;
    };
    return body.kind === 'json'
      ? { kind: 'json', events: body.events.map((event) => hiddenIn(event, hide)) }
      : { kind: 'text', event: hiddenIn(body.event, hide) };
  };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** As PHP writes it into JSON. */
function slashesEscaped(token: string): string {
  return token.replaceAll('/', '\\/');
}

/**
 * The token with any of its letters as an escape of JSON (also within JSON inside a string) or of a URL. Backslashes are read from
 * the first of a row on, and some dozens of them: from each of half a megabyte it would take minutes.
 */
function spellingsOf(token: string): string {
  const letters = [...token].map((letter) => {
    const hex = letter.charCodeAt(0).toString(16).padStart(2, '0');
    const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${letter.replace(/[^A-Za-z0-9]/, '\\$&')}|(?<!\\\\)\\\\{1,64}u00${anyCase}|%${anyCase})`;
  });
  return letters.join('');
}

/** The depth of a body is bounded before. */
function hiddenIn<T>(value: T, hide: (text: string) => string): T;
function hiddenIn(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => hiddenIn(item, hide));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key), hiddenIn(item, hide)]));
}
