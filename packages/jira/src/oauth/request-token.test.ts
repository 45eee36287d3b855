import { afterEach, describe, expect, it } from 'vitest';
import { deadPort, http, type RawServer, rawServer } from '../testing/raw-server.ts';
import { classify } from '../tracker/classify-response.ts';
import { JiraFailure } from '../tracker/failure.ts';
import { openConnections } from '../transport/dispatcher.ts';
import { requestToken } from './request-token.ts';

const SECRET = 'client-secret/+0123456789';
let server: RawServer | undefined;
afterEach(() => server?.close());

describe('a request for an access token', () => {
  it('sends the client credentials in a form, and no scope unless one is set', async () => {
    expect(await ask(http(200, '{"access_token":"t-1","expires_in":3600,"token_type":"Bearer"}'))).toEqual({
      token: 't-1',
      lifetimeMs: 3_600_000,
    });
    const [head = '', body = ''] = (server?.requests[0] ?? '').split('\r\n\r\n');
    expect(head).toMatch(/^POST \/oauth\/token HTTP/);
    expect(head).toMatch(/content-type: application\/x-www-form-urlencoded/i);
    expect(head).not.toMatch(/authorization|x-gateway/i);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: SECRET,
    });
    await server?.close();
    await ask(http(200, '{"access_token":"t-1"}'), 'READ WRITE');
    expect(server?.requests[0]).toContain('scope=READ+WRITE');
  });

  it('takes the usual hour where no lifetime is told', async () => {
    expect(await ask(http(200, '{"access_token":"t-1"}'))).toEqual({ token: 't-1', lifetimeMs: 3_600_000 });
  });

  it.each([
    ['an unknown client', http(400, '{"error":"invalid_client"}'), 'unauthorized', /400: invalid_client/],
    [
      'a wrong secret',
      http(401, `{"error":"access_denied","error_description":"no: ${SECRET}"}`),
      'unauthorized',
      /access_denied; no: \[secret\]/,
    ],
    ['a scope', http(400, '{"error":"invalid_scope"}'), 'unauthorized', /invalid_scope/],
    ['too many requests', http(429, '', { 'retry-after': '7' }), 'throttled', /429/],
    ['a page of a proxy', http(403, '<html>no</html>'), 'not_executed', /no answer \(status 403\)/],
    ['an outage', http(503, ''), 'not_executed', /no answer \(status 503\)/],
    ['a redirect, which is not followed', http(302, '', { location: 'http://evil/' }), 'not_executed', /status 302/],
    ['a login page', http(200, '<html>'), 'not_executed', /status 200/],
    ['another kind of token', http(200, '{"access_token":"t","token_type":"mac"}'), 'not_executed', /status 200/],
    ['a token that would begin a header', http(200, '{"access_token":"t\\r\\nx: y"}'), 'not_executed', /status 200/],
  ])('that meets %s', async (_what, answer, meaning, words) => {
    const error = await ask(answer).catch((thrown: unknown) => thrown);

    if (!(error instanceof JiraFailure)) throw error;
    expect(classify(error.facts)).toBe(meaning);
    expect(error.facts.sent).toBe(false);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain(SECRET);
    expect(server?.requests).toHaveLength(1);
  });

  it('that finds nobody is an outage', async () => {
    const error = await askAt(`http://127.0.0.1:${await deadPort()}/oauth/token`).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ facts: { cause: 'ECONNREFUSED', sent: false, status: null } });
  });
});

async function ask(answer: string, scope: string | null = null) {
  server = await rawServer((socket) => void socket.write(answer));
  return askAt(`${server.url}/oauth/token`, scope);
}

async function askAt(tokenUrl: string, scope: string | null = null) {
  const connections = openConnections(5000, () => ({}));
  try {
    return await requestToken({ id: 'client', secret: SECRET, scope, tokenUrl }, connections, 5000);
  } finally {
    await connections.close();
  }
}
