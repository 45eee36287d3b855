import { hideKnown } from '@guance-jira/service';
import type { Body } from './read-body.ts';

/** Takes the webhook's tokens out of a body; `bytes` is the same body as it came. */
export type HideTokens = (body: Body, bytes: Uint8Array) => Body;

/**
 * People write the address of a webhook into message templates, ours with its token. Nobody needs it in an issue, and in
 * the queue it would lie open. The bytes are looked at first, since nearly no event holds one.
 */
export function createHideTokens(tokens: readonly string[]): HideTokens {
  const asWritten = [...new Set(tokens.flatMap((token) => [token, encodeURIComponent(token), slashesEscaped(token)]))];
  return (body, bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!asWritten.some((form) => buffer.includes(form))) return body;
    return body.kind === 'json'
      ? { kind: 'json', events: body.events.map((event) => hiddenIn(event, tokens)) }
      : { kind: 'text', event: hiddenIn(body.event, tokens) };
  };
}

/** As PHP writes it into JSON. */
function slashesEscaped(token: string): string {
  return token.replaceAll('/', '\\/');
}

/** The depth of a body is bounded before. */
function hiddenIn<T>(value: T, tokens: readonly string[]): T;
function hiddenIn(value: unknown, tokens: readonly string[]): unknown {
  if (typeof value === 'string') return hideKnown(value, tokens);
  if (Array.isArray(value)) return value.map((item) => hiddenIn(item, tokens));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [hideKnown(key, tokens), hiddenIn(item, tokens)]),
  );
}
