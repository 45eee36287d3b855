/** One request for an access token (RFC 6749, section 4.4). */
import { hideKnown, secretParts } from '@guance-jira/service';
import type { OAuthClient } from '../access/access.ts';
import { type FailureFacts, JiraFailure } from '../tracker/failure.ts';
import { tlsTrouble } from '../tracker/tls-trouble.ts';
import { retryAfterOf } from '../transport/answer.ts';
import type { Connections } from '../transport/dispatcher.ts';
import { exchange } from '../transport/exchange.ts';
import type { RawAnswer } from '../transport/raw-answer.ts';

export interface AccessToken {
  readonly token: string;
  /** How long it is good for, from when it was given out. */
  readonly lifetimeMs: number;
}

/** Atlassian's are good for an hour [documents]; for whoever does not say. */
const USUAL_LIFETIME_MS = 3_600_000;

/**
 * Nothing was sent to Jira, so a failure is none of its answers: a client that is refused counts as a refused login, all else as
 * a Jira that cannot be reached.
 * @throws JiraFailure
 */
export async function requestToken(
  client: OAuthClient,
  { dispatcher }: Pick<Connections, 'dispatcher'>,
  timeoutMs: number,
): Promise<AccessToken> {
  const url = new URL(client.tokenUrl);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret,
    ...(client.scope === null ? {} : { scope: client.scope }),
  });
  const request = {
    ...{ origin: url.origin, path: url.pathname, method: 'POST' as const, body: form.toString() },
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'guance-jira',
    },
  };
  const way = await dispatcher();
  const answer = await exchange(way, request, timeoutMs, { value: false }).catch((error: unknown) => {
    const code = String(Reflect.get(Object(error), 'code') ?? 'error');
    const tls = url.protocol === 'https:' ? tlsOf(code) : null;
    throw failure({ status: null, cause: code, tls });
  });
  return tokenIn(answer, client);
}

/** Our client certificate is for Jira alone, so of TLS only the other side's can be at fault here. */
function tlsOf(code: string) {
  return tlsTrouble({ code, sent: false, hasCertificate: false, answered: true });
}

function tokenIn(answer: RawAnswer, client: OAuthClient): AccessToken {
  const said = recordIn(answer.body);
  const { access_token: token, expires_in: seconds, token_type: type = 'Bearer' } = said;
  if (answer.status === 200 && typeof token === 'string' && VISIBLE.test(token) && /^bearer$/i.test(String(type))) {
    const lifetimeMs = Number(seconds) * 1000;
    return { token, lifetimeMs: lifetimeMs > 0 && Number.isFinite(lifetimeMs) ? lifetimeMs : USUAL_LIFETIME_MS };
  }
  if (answer.status === 429) {
    throw failure({ status: 429, cause: 'status', retryAfterMs: retryAfterOf(answer, Date.now()) });
  }
  // The form of a refusal; whoever stands before the endpoint has other words.
  if (answer.status >= 400 && answer.status <= 499 && typeof said.error === 'string') {
    const words = [said.error, said.error_description].filter((word): word is string => typeof word === 'string');
    const clean = words.map((word) => hideKnown(word, secretParts(client.secret)).slice(0, 200));
    throw failure({ status: answer.status, cause: 'status', login: 'denied', words: [...new Set(clean)] });
  }
  throw failure({ status: null, cause: `status ${answer.status}` });
}

const VISIBLE = /^[\x21-\x7E]{1,8000}$/;

function recordIn(body: string | null): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body ?? ''));
  } catch {
    return {};
  }
}

function failure(facts: Pick<FailureFacts, 'status' | 'cause'> & Partial<FailureFacts>): JiraFailure {
  const nothing = { words: [], fields: {}, retryAfterMs: null, rateReason: null, login: 'unknown' } as const;
  return new JiraFailure({ endpoint: 'token', sent: false, own: false, ...nothing, ...facts });
}
