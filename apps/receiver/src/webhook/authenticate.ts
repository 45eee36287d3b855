import { timingSafeEqual } from 'node:crypto';
import { limitFailures } from '@guance-jira/service';
import { Refusal } from '../http/refusal.ts';
import type { WebhookToken } from '../parse-settings.ts';

const FAILURES_A_MINUTE = 20;

/** Which token a delivery came with. */
export type Bearer = Pick<WebhookToken, 'label' | 'workspaces'>;

export type Authenticate = (credentials: {
  candidates: readonly string[];
  /** Asked only for a wrong token: behind proxies it takes a while to find out. */
  address: () => string;
}) => Bearer;

/**
 * Makes the check of tokens. It returns the token that fits, without its text.
 *
 * The failures of an address are limited, but a right token always passes: Guance sends for all its customers from the
 * same few addresses, so the mistakes of one must not lock out another.
 * @throws Refusal unauthorized or too_many_requests
 */
export function createAuthenticate(
  tokens: readonly WebhookToken[],
  options: { allowAnonymous: boolean; now: () => number; path?: string },
): Authenticate {
  const known = tokens.map(({ token, ...bearer }) => ({ bearer, bytes: Buffer.from(token) }));
  const failures = limitFailures(FAILURES_A_MINUTE, 60_000, options.now);
  return ({ candidates, address }) => {
    const bearer = bearerOf(known, candidates);
    if (bearer !== null) return bearer;
    if (options.allowAnonymous) return { label: 'anonymous', workspaces: null };
    const retryAfter = failures.count(address());
    if (retryAfter !== null)
      throw new Refusal('too_many_requests', 'Too many wrong tokens from this address. Wait, then use the right one.', {
        'Retry-After': String(retryAfter),
      });
    throw new Refusal(
      'unauthorized',
      `The token is missing or wrong. Use POST ${options.path ?? '/webhook/guance'}/<token>, or the header Authorization: Bearer <token>.`,
      { 'WWW-Authenticate': 'Bearer' },
    );
  };
}

/** No early end at the first token that fits. */
function bearerOf(known: readonly { bearer: Bearer; bytes: Buffer }[], candidates: readonly string[]): Bearer | null {
  let found: Bearer | null = null;
  for (const candidate of candidates) {
    for (const { bearer, bytes } of known) if (isToken(candidate, bytes)) found = bearer;
  }
  return found;
}

/**
 * In constant time, whatever was sent: as much of it is compared as the token is long, and its length only for one that begins
 * with the token. A digest to that end would be the dearest part of an accept after the writes to its sockets.
 */
function isToken(candidate: string, token: Buffer): boolean {
  const sent = Buffer.alloc(token.length);
  sent.write(candidate);
  return timingSafeEqual(sent, token) && Buffer.byteLength(candidate) === token.length;
}
