import { createServer as createTlsServer } from 'node:tls';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answering, deadPort, http, type RawServer, rawServer } from '../testing/raw-server.ts';
import { UNSIGNED } from '../testing/tls-certificate.ts';
import { classify } from '../tracker/classify-response.ts';
import { type FailureFacts, JiraFailure } from '../tracker/failure.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';

const SECRET = 'Bearer a-very-secret-token';
const CREATE = { url: '/rest/api/2/issue', method: 'POST', body: { fields: { summary: '磁盘' } } } as const;

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

describe('a request that Jira surely has not got', () => {
  it('is refused at the port', async () => {
    const facts = await failing(transportTo(`http://127.0.0.1:${await deadPort()}`));

    expect(facts).toMatchObject({ sent: false, status: null, cause: 'ECONNREFUSED' });
    expect(classify(facts)).toBe('not_executed');
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('has a host without address (%s)', async (code) => {
    const connect = {
      lookup: (_host: string, _options: unknown, done: (error: Error) => void) =>
        done(Object.assign(new Error(`getaddrinfo ${code}`), { code })),
    };
    const facts = await failing(
      transportTo('http://jira.invalid', { dispatcher: new Agent({ connect: connect as object }) }),
    );

    expect(facts).toMatchObject({ sent: false, status: null, cause: code });
    expect(classify(facts)).toBe('not_executed');
  });

  it('meets a server that speaks no TLS', async () => {
    const plain = await serverThat(
      (socket) => socket.write(http(200, '{}')),
      (socket) => socket.write('HTTP/1.1 400 X\r\n\r\n'),
    );
    const facts = await failing(transportTo(`https://127.0.0.1:${plain.port}`));

    expect(facts).toMatchObject({ sent: false, status: null, cause: expect.stringMatching(/SSL|EPROTO/) });
    expect(classify(facts)).toBe('not_executed');
    expect(plain.requests).toEqual([]);
  });

  it('meets a certificate that nobody vouches for', async () => {
    let read = '';
    const server = createTlsServer(UNSIGNED, (socket) => {
      socket
        .on('error', () => undefined)
        .on('data', (part) => {
          read += part.toString();
        });
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    opened.push({ close: () => new Promise((closed) => server.close(closed)) });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;

    const facts = await failing(transportTo(`https://localhost:${port}`));

    expect(facts).toMatchObject({ sent: false, status: null, cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(classify(facts)).toBe('not_executed');
    expect(read).toBe('');
  });

  it('waits for a connection longer than its limit', async () => {
    const silent = await serverThat(() => {});
    const dispatcher = new Agent({ connections: 1, pipelining: 1 });
    // The second gives up while the first still has the one connection.
    const first = failing(transportTo(silent.url, { timeoutMs: 1000, dispatcher }));
    const shared = { baseUrl: silent.url, authorization: () => SECRET, timeoutMs: 100, dispatcher };
    const second = failing(createTransport(shared));

    expect(classify(await first)).toBe('ambiguous');
    expect(await second).toMatchObject({ sent: false, status: null, cause: 'ETIMEDOUT' });
    expect(silent.requests).toHaveLength(1);
  });

  it.each([
    '/rest/api/2/issue/../../x',
    '/rest/api/2/issue/A-1?x=y',
    '/rest/api/2/issue/%2e%2e/x',
    '//evil.example/rest/',
    '/secure/x',
    '/rest/api/2/issue/A 1',
  ])('has the path %s, which is never sent', async (url) => {
    const server = await serverThat((socket) => socket.write(http(200, '{}')));
    const transport = transportTo(server.url);

    expect(await failing(transport, { url })).toMatchObject({ sent: false, status: null });
    await transport.sendRequest({ url: '/rest/api/2/myself' });
    expect(server.requests.map(pathOf)).toEqual(['/rest/api/2/myself']);
  });
});

describe('a request whose fate is unknown', () => {
  it.each<[string, Answering]>([
    ['closes the connection without a byte', (socket) => socket.end()],
    ['resets the connection without a byte', (socket) => socket.resetAndDestroy()],
    [
      'resets amid the headers',
      (socket) => socket.write('HTTP/1.1 201 Created\r\ncontent-', () => socket.resetAndDestroy()),
    ],
    [
      'resets after the headers',
      (socket) => socket.write('HTTP/1.1 201 Created\r\ncontent-length: 90\r\n\r\n', () => socket.resetAndDestroy()),
    ],
    ['cuts the body', (socket) => socket.end(http(201, '{"id":"1"', { 'content-length': '90' }))],
    [
      'cuts a chunked body',
      (socket) => socket.end('HTTP/1.1 201 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n'),
    ],
    ['answers no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n')],
    ['never answers', () => {}],
    ['never ends the body', (socket) => socket.write(http(201, '{"id":"1"', { 'content-length': '90' }))],
    ['sends the body byte by byte, for ever', trickle],
  ])('when Jira %s', async (_name, answer) => {
    const server = await serverThat(answer);
    const facts = await failing(transportTo(server.url, { timeoutMs: 300 }));

    expect(facts).toMatchObject({ sent: true, status: null, retryAfterMs: null, login: 'unknown' });
    expect(classify(facts)).toBe('ambiguous');
    expect(server.requests, 'a request is never repeated here').toHaveLength(1);
  });

  it('when the server goes away at accept, as the request may stand in its buffers', async () => {
    const server = await serverThat(
      () => {},
      (socket) => socket.resetAndDestroy(),
    );
    const facts = await failing(transportTo(server.url));

    expect(facts).toMatchObject({ status: null });
    expect(classify(facts)).toBe(facts.sent ? 'ambiguous' : 'not_executed');
    expect(server.connections()).toBe(1);
  });

  it('names the time limit', async () => {
    const server = await serverThat(() => {});

    expect(await failing(transportTo(server.url, { timeoutMs: 100 }))).toMatchObject({ cause: 'ETIMEDOUT' });
  });

  it.each<[string, string, Partial<FailureFacts>]>([
    [
      'a page with status 200',
      http(200, '<html>Log in</html>', { 'content-type': 'text/html' }),
      { status: 200, cause: 'not_json' },
    ],
    ['half the JSON', http(201, '{"id":"1","ke'), { status: 201, cause: 'not_json' }],
    ['more than 5 MB', http(200, `"${'x'.repeat(5 * 1024 * 1024)}"`), { status: 200, cause: 'too_large' }],
    ['500', http(500, '{"errorMessages":["boom"]}'), { status: 500, words: ['boom'] }],
    ['503 that says when', http(503, '', { 'retry-after': '20' }), { status: 503, retryAfterMs: 20_000 }],
  ])('when Jira answers %s', async (_name, answer, told) => {
    const server = await serverThat((socket) => socket.write(answer));
    const facts = await failing(transportTo(server.url));

    expect(facts).toMatchObject({ sent: true, cause: 'status', ...told });
    expect(classify(facts)).toBe('ambiguous');
  });

  it.each([301, 302, 303, 307, 308])('when Jira redirects with %i, which is not followed', async (status) => {
    const target = await serverThat((socket) => socket.write(http(200, '{"id":"9","key":"EVIL-9"}')));
    const server = await serverThat((socket) =>
      socket.write(http(status, '', { location: `${target.url}/rest/api/2/issue` })),
    );
    const facts = await failing(transportTo(server.url));

    expect(facts).toMatchObject({ sent: true, status, cause: 'status' });
    expect(classify(facts)).toBe('ambiguous');
    // A request that was meant to arrive shows that the one before it did not.
    await transportTo(target.url).sendRequest({ url: '/rest/api/2/later' });
    expect(target.requests.map(pathOf)).toEqual(['/rest/api/2/later']);
  });
});

describe('a request that Jira answers', () => {
  it.each([
    [http(201, '{"id":"1","key":"OPS-1"}'), { id: '1', key: 'OPS-1' }],
    [http(200, '', { 'content-type': 'text/html' }), undefined],
    ['HTTP/1.1 204 No Content\r\ncontent-type: text/html\r\n\r\n', undefined],
    ['HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"a":"磁\r\n5\r\n盘"}\r\n0\r\n\r\n', { a: '磁盘' }],
  ])('%j', async (answer, value) => {
    const server = await serverThat((socket) => socket.write(answer));

    expect(await transportTo(server.url).sendRequest(CREATE)).toEqual(value);
  });

  it('takes an answer of just 5 MB', async () => {
    const server = await serverThat((socket) => socket.write(http(200, `"${'x'.repeat(5 * 1024 * 1024 - 2)}"`)));

    expect(String(await transportTo(server.url).sendRequest(CREATE))).toHaveLength(5 * 1024 * 1024 - 2);
  });

  it('goes to the context path with what Jira wants to see', async () => {
    const server = await serverThat((socket) => socket.write(http(201, '{"id":"1"}')));
    await transportTo(`${server.url}/jira`).sendRequest({
      ...CREATE,
      searchParams: { updateHistory: true, fields: ['a b', 'c'], id: [1, 2], none: undefined },
    });
    const [head = '', body = ''] = (server.requests[0] ?? '').split('\r\n\r\n');

    expect(head.split('\r\n')[0]).toBe(
      'POST /jira/rest/api/2/issue?updateHistory=true&fields=a+b%2Cc&id=1&id=2 HTTP/1.1',
    );
    expect(JSON.parse(body)).toEqual(CREATE.body);
    expect(headersOf(head)).toMatchObject({
      authorization: SECRET,
      accept: 'application/json',
      'accept-language': 'en',
      'content-type': 'application/json',
      'user-agent': 'guance-jira',
      'x-atlassian-token': 'no-check',
    });
  });

  it('sends no body and no type with a GET', async () => {
    const server = await serverThat((socket) => socket.write(http(200, '{}')));
    await transportTo(server.url).sendRequest({ url: '/rest/api/3/myself' });

    expect(server.requests[0]).toMatch(/^GET \/rest\/api\/3\/myself HTTP/);
    expect(server.requests[0]).not.toMatch(/content-type|content-length/i);
  });

  it('asks for the login anew each time, and keeps it out of what it throws', async () => {
    const server = await serverThat((socket) => socket.write(http(401, '{"message":"no"}')));
    let header = 'Bearer old';
    const transport = transportTo(server.url, { authorization: () => header });
    const error = await transport.sendRequest(CREATE).catch((thrown: unknown) => thrown);
    header = 'Bearer new';
    await failing(transport);

    expect(server.requests.map((request) => headersOf(request).authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(JSON.stringify([error, error instanceof Error && [error.message, error.stack]])).not.toContain('Bearer old');
  });

  it('asks again with another access token where Jira refuses the one it had, once and in one time limit', async () => {
    const server = await serverThat((socket, request) =>
      socket.write(request.includes('Bearer new') ? http(201, '{"id":"1"}') : http(401, '{"message":"expired"}')),
    );
    let header = 'Bearer old';
    const refused: string[] = [];
    const transport = transportTo(server.url, {
      authorization: async () => header,
      refused: (value) => {
        refused.push(value);
        header = 'Bearer new';
        return true;
      },
    });

    expect(await transport.sendRequest(CREATE)).toEqual({ id: '1' });
    expect(refused).toEqual(['Bearer old']);
    const without = transportTo(server.url, { authorization: () => 'Bearer bad', refused: () => true });
    expect(await failing(without)).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(4);
  });

  it('sends nothing where no access token comes in time', async () => {
    const server = await serverThat((socket) => socket.write(http(200, '{}')));
    const transport = transportTo(server.url, { authorization: () => new Promise(() => {}), timeoutMs: 100 });

    expect(await failing(transport)).toMatchObject({ sent: false, status: null, cause: 'ETIMEDOUT' });
    expect(server.connections()).toBe(0);
  });

  it('takes the access token out of words that quote it', async () => {
    const token = 'access-token-0123456789';
    const server = await serverThat((socket) =>
      socket.write(http(400, JSON.stringify({ errorMessages: [`got ${token}`], errors: {} }))),
    );

    expect(await failing(transportTo(server.url, { authorization: async () => `Bearer ${token}` }))).toMatchObject({
      words: ['got [secret]'],
    });
  });

  it('uses connections again', async () => {
    const server = await serverThat((socket) => socket.write(http(200, '{}')));
    const transport = transportTo(server.url);
    for (let count = 0; count < 20; count += 1) await transport.sendRequest({ url: '/rest/api/2/myself' });

    // Two, since undici takes a second one while it still ends the answer on the first.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it('goes on with a new connection after one died', async () => {
    const server = await serverThat((socket, _request, count) =>
      count === 1 ? socket.destroy() : socket.write(http(200, '{"ok":true}')),
    );
    const transport = transportTo(server.url);
    await failing(transport);

    expect(await transport.sendRequest({ url: '/rest/api/2/myself' })).toEqual({ ok: true });
  });

  it('takes our secrets out of words that quote the request', async () => {
    const echo = { errorMessages: [`denied: ${SECRET}`], errors: { labels: `near ${SECRET}` } };
    const server = await serverThat((socket) => socket.write(http(400, JSON.stringify(echo))));
    const transport = transportTo(server.url, { redact: (text) => text.replaceAll(SECRET, '[secret]') });

    expect(await failing(transport)).toMatchObject({
      words: ['denied: [secret]'],
      fields: { labels: 'near [secret]' },
    });
  });

  it('tells of each 403 before it ends, and says so where that concerns every request', async () => {
    const server = await serverThat((socket) => socket.write(http(403, '{"errorMessages":["not for you"]}')));
    const seen: unknown[] = [];
    let verdict: boolean | Error = true;
    const transport = transportTo(`http://127.0.0.1:${server.port}`, {
      forbidsAll: async ({ facts: { status, words } }) => {
        seen.push([status, words]);
        if (verdict instanceof Error) throw verdict;
        return verdict;
      },
    });

    expect(await failing(transport)).toMatchObject({ status: 403, words: ['not for you'], ofAll: true });
    for (verdict of [false, new Error('no redis')]) expect(await failing(transport)).not.toHaveProperty('ofAll');
    expect(seen).toEqual(Array(3).fill([403, ['not for you']]));
  });

  it("learns Jira's clock from the Date header, of failures too", async () => {
    const server = await serverThat((socket) => socket.write(http(404, '', { date: 'Sun, 22 Nov 2026 00:01:00 GMT' })));
    const transport = transportTo(server.url, { now: () => Date.parse('2026-11-22T00:00:00Z') });
    expect(transport.clockSkewMs()).toBe(0);
    await failing(transport);

    expect(transport.clockSkewMs()).toBe(60_000);
  });

  it.each([
    ['POST', '/rest/api/3/issue', 'create'],
    ['GET', '/rest/api/2/issue/10001', 'get'],
    ['PUT', '/rest/api/2/issue/OPS-1', 'edit'],
    ['GET', '/rest/api/2/issue/10001/properties/guance-jira', 'properties'],
    ['POST', '/rest/api/3/issue/10001/comment', 'comment'],
    ['POST', '/rest/api/3/issue/10001/transitions', 'transitions'],
    ['GET', '/rest/api/3/issue/createmeta/OPS/issuetypes', 'createmeta'],
    ['POST', '/rest/api/3/search/jql', 'search'],
    ['POST', '/rest/api/2/search', 'search'],
    ['GET', '/rest/api/2/serverInfo', 'serverInfo'],
    ['GET', '/rest/api/3/user/assignable/search', 'user'],
  ] as const)('counts %s %s as %s', async (method, url, endpoint) => {
    const server = await serverThat((socket, _request, count) =>
      socket.write(count === 1 ? http(200, '{}') : http(500, '')),
    );
    const ended: [string, number | null, boolean][] = [];
    const transport = transportTo(server.url, {
      onEnd: (name, { status, failure }) => ended.push([name, status, failure === null]),
    });
    await transport.sendRequest({ url, method });

    expect(await failing(transport, { url, method })).toMatchObject({ endpoint });
    expect(ended).toEqual([
      [endpoint, 200, true],
      [endpoint, 500, false],
    ]);
  });
});

function transportTo(baseUrl: string, options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ baseUrl, authorization: () => SECRET, timeoutMs: 5000, ...options });
  opened.push(transport);
  return transport;
}

async function serverThat(...how: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...how);
  // Closed before the transports, whose requests then end.
  opened.push(server);
  return server;
}

async function failing(
  transport: Transport,
  request: Parameters<Transport['sendRequest']>[0] = CREATE,
): Promise<FailureFacts> {
  const error = await transport.sendRequest(request).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof JiraFailure)) throw error ?? new Error('the request did not fail');
  return error.facts;
}

function trickle(socket: Parameters<Answering>[0]): void {
  socket.write('HTTP/1.1 201 X\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}

function pathOf(request: string): string {
  return request.split(' ')[1] ?? '';
}

function headersOf(request: string): Record<string, string> {
  const lines = request.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? [];
  return Object.fromEntries(
    lines.map((line) => line.split(/: */, 2)).map(([name = '', value = '']) => [name.toLowerCase(), value]),
  );
}
