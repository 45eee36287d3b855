/** Certificates towards Jira, with real TLS servers, and the page that nginx writes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FailureFacts, JiraFailure } from '../../packages/jira/src/tracker/failure.ts';
import type { Certificates as Pems } from '../../packages/jira/src/transport/dispatcher.ts';
import { createTransport, type Transport } from '../../packages/jira/src/transport/transport.ts';
import { makeCertificates, signCertificate } from '../redis/certificates.ts';
import { listen } from './listen.ts';

let dir: string;
let jira: Required<Pems>;
let ours: Required<Pems>;
let renewed: Required<Pems>;
let expired: Required<Pems>;
let elsewhere: Required<Pems>;
/** Of another CA. */
let foreign: Required<Pems>;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guance-jira-tls-'));
  const home = join(dir, 'home');
  jira = await texts(await makeCertificates(home));
  ours = await texts(await signCertificate(home, 'bridge', { names: 'DNS:bridge' }));
  renewed = await texts(await signCertificate(home, 'bridge-2', { names: 'DNS:bridge' }));
  expired = await texts(await signCertificate(home, 'expired', { days: -1 }));
  elsewhere = await texts(await signCertificate(home, 'elsewhere', { names: 'DNS:elsewhere.example.com' }));
  foreign = await texts(await makeCertificates(join(dir, 'foreign')));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a Jira that asks for a client certificate (%s)', (maxVersion) => {
  const strict = (): TlsOptions => ({ ca: jira.ca, requestCert: true, rejectUnauthorized: true, maxVersion });

  it('takes ours, and knows us by it', async () => {
    const server = await serverWith(jira, strict());

    expect(await ask(server, { ...ours, ca: jira.ca })).toEqual({ peer: 'bridge' });
  });

  it('is told apart from one that is down: what to do names the certificate', async () => {
    const server = await serverWith(jira, strict());
    const { tls, status } = await failing(server, { ca: jira.ca });

    expect(status).toBeNull();
    expect(tls).toBe(maxVersion === 'TLSv1.2' ? 'certificate_wanted' : 'closed_after_handshake');
    expect(server.asked, 'no request reaches it').toEqual([]);
  });

  it('that refuses the one of another CA is named as well', async () => {
    const server = await serverWith(jira, strict());
    const { tls, cause } = await failing(server, { cert: foreign.cert, key: foreign.key, ca: jira.ca });

    // Node's server says no word, and with TLS 1.2 closes before the handshake has ended.
    expect([tls, cause]).toEqual(maxVersion === 'TLSv1.2' ? [null, 'ECONNRESET'] : ['closed_after_handshake', cause]);
    expect(server.asked).toEqual([]);
  });

  it('sees the new certificate once the file has another one, without a restart and on new connections alone', async () => {
    const server = await serverWith(jira, strict());
    let given: Pems = { ...ours, ca: jira.ca };
    const transport = transportTo(server.url, () => given);
    const first = await transport.sendRequest({ url: '/rest/api/2/myself' });
    given = { ...renewed, ca: jira.ca };

    expect([first, await transport.sendRequest({ url: '/rest/api/2/myself' })]).toEqual([
      { peer: 'bridge' },
      { peer: 'bridge-2' },
    ]);
  });
});

describe('the certificate of Jira', () => {
  it('of a private CA is trusted by JIRA_TLS_CA alone, and those of the world still are', async () => {
    const server = await serverWith(jira);

    expect(await ask(server, { ca: jira.ca })).toEqual({ peer: null });
    expect(await failing(server, {})).toMatchObject({ tls: 'unknown_ca', sent: false });
    expect(await failing(server, { ca: foreign.ca })).toMatchObject({ tls: 'unknown_ca', sent: false });
  });

  it('that has expired is named', async () => {
    expect(await failing(await serverWith(expired), { ca: jira.ca })).toMatchObject({ tls: 'expired', sent: false });
  });

  it('that is for another host is named', async () => {
    expect(await failing(await serverWith(elsewhere), { ca: jira.ca })).toMatchObject({
      tls: 'wrong_host',
      sent: false,
    });
  });

  it('is looked at also where the environment asks to take any', async () => {
    const server = await serverWith(jira);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await failing(server, { cert: ours.cert, key: ours.key })).toMatchObject({ tls: 'unknown_ca' });
      expect(server.asked).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });
});

it('nginx that misses a certificate answers with a page, which is told as that', async () => {
  const page = '<html><head><title>400 No required SSL certificate was sent</title></head></html>';
  const server = await serverWith(jira, {}, () => [400, page]);

  expect(await failing(server, { ca: jira.ca })).toMatchObject({
    status: 400,
    own: false,
    tls: 'certificate_wanted',
  });
});

describe('headers for a gateway', () => {
  it('go with every request, below what is ours, and neither is overridden', async () => {
    const server = await serverWith(jira);
    const transport = createTransport({
      baseUrl: server.url,
      authorization: () => 'Bearer ours',
      headers: () => ({ 'x-api-key': 'k-1', 'user-agent': 'ops', authorization: 'theirs', accept: 'theirs' }),
      certificates: () => ({ ca: jira.ca }),
      timeoutMs: 5000,
    });
    opened.push(transport);
    await transport.sendRequest({ url: '/rest/api/2/myself' });

    expect(server.asked[0]).toMatchObject({
      'x-api-key': 'k-1',
      'user-agent': 'ops',
      authorization: 'Bearer ours',
      accept: 'application/json',
    });
  });
});

interface Server {
  readonly url: string;
  /** The headers of each request. */
  readonly asked: Record<string, unknown>[];
}

/** Answers with the name in the certificate of whoever asks. */
async function serverWith(
  { cert, key }: Pems,
  options: TlsOptions = {},
  answer?: () => [status: number, page: string],
): Promise<Server> {
  const asked: Server['asked'] = [];
  const server = createServer({ cert, key, ...options }, (request, response) => {
    asked.push(request.headers);
    const [status, body] = answer?.() ?? [200, JSON.stringify({ peer: nameOf(request.socket) })];
    response.writeHead(status).end(body);
  });
  server.on('tlsClientError', () => undefined);
  const { port, close } = await listen(server);
  opened.push({ close });
  return { url: `https://127.0.0.1:${port}`, asked };
}

function nameOf(socket: unknown): string | null {
  const certificate: unknown = Reflect.get(Object(socket), 'getPeerCertificate').call(socket);
  return Reflect.get(Object(Reflect.get(Object(certificate), 'subject')), 'CN') ?? null;
}

function transportTo(url: string, certificates: () => Pems): Transport {
  const transport = createTransport({ baseUrl: url, authorization: () => 'Bearer x', certificates, timeoutMs: 5000 });
  opened.push(transport);
  return transport;
}

function ask(server: Server, certificates: Pems): Promise<unknown> {
  return transportTo(server.url, () => certificates).sendRequest({ url: '/rest/api/2/serverInfo' });
}

async function failing(server: Server, certificates: Pems): Promise<FailureFacts> {
  const error = await ask(server, certificates).then(
    () => new Error('the request did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof JiraFailure)) throw error;
  return error.facts;
}

async function texts(files: { ca: string; cert: string; key: string }): Promise<Required<Pems>> {
  const [ca, cert, key] = await Promise.all([files.ca, files.cert, files.key].map((path) => readFile(path, 'utf8')));
  return { ca, cert, key };
}
