import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cliIn } from '../apps/cli/src/testing/cli.ts';
import { SHORT_TIMEOUTS, type Stack, sampleEvent, startStack } from './harness/index.ts';
import { type Certificates, makeCertificates } from './redis/certificates.ts';
import { listen } from './transport/listen.ts';
import { type ForwardProxy, startProxy } from './transport/proxy.ts';
import { startStrictFront } from './transport/strict-front.ts';
import { startTlsFront, type TlsFront } from './transport/tls-front.ts';

/** Nothing listens there: whoever gets an answer from it came by the proxy. */
const NOWHERE = 'localhost:1';

let dir: string;
let certificates: Certificates;
let stack: Stack;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guance-jira-tls-'));
  certificates = await makeCertificates(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
afterEach(async () => {
  await stack?.close();
  for (const each of opened.splice(0).reverse()) await each.close();
});

describe('a Jira with a certificate of a private CA', () => {
  it('is used when NODE_EXTRA_CA_CERTS names that CA', async () => {
    const front = await prepare();
    await start({ JIRA_URL: `https://127.0.0.1:${front.port}`, NODE_EXTRA_CA_CERTS: certificates.ca });

    await expectIssue();
    expect(front.secured()).toBeGreaterThan(0);
  });

  it.each([
    ['without it', {}],
    ['also where the environment asks to take any certificate', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('is refused %s, and the log says why and what to check; the event waits until the CA is known', async (_, env) => {
    const front = await prepare();
    await start({ JIRA_URL: `https://127.0.0.1:${front.port}`, ...env });
    await stack.send(sampleEvent());

    const line = await stack.waitFor('the warning', () => stack.worker.log.named('jira cannot be reached')[0]);
    expect(line).toMatchObject({ level: 'warn', todo: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    expect(JSON.stringify(line)).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT/);
    expect(await stack.jira.requests()).toEqual([]);

    await stack.worker.stop();
    stack.worker.env.NODE_EXTRA_CA_CERTS = certificates.ca;
    await stack.worker.start();
    await outcome();
    expect(await stack.jira.issues()).toHaveLength(1);
  });
});

describe('a Jira whose TLS asks for a client certificate, behind a gateway that wants a header', () => {
  const HEADER_VALUE = 'gateway-key-0123456789';

  it('is used with JIRA_TLS_CERT, JIRA_TLS_KEY, JIRA_TLS_CA and JIRA_HEADERS, by the worker and by the commands', async () => {
    const { front, env } = await prepareStrict();
    await start(env);

    await expectIssue();
    expect(front.asked.length).toBeGreaterThan(0);
    for (const { headers, peer } of front.asked) {
      expect(peer).toBe('own');
      expect(headers['x-gateway-key']).toBe(HEADER_VALUE);
    }
    const cli = cliIn({ env: { ...stack.redis.env, ...stack.worker.env } });
    expect(await cli('validate')).toMatchObject({ code: 0 });
    const doctor = await cli('doctor');
    expect(doctor.out).toMatch(/Data Center|Cloud/);
    const told = stack.worker.log.text + doctor.out + doctor.err;
    expect(told).not.toContain(HEADER_VALUE);
    expect(told).not.toContain((await readFile(certificates.key, 'utf8')).split('\n')[1]);
  });

  it('names the certificate in the log and in doctor while none is set; the event waits until it is', async () => {
    const { front, env } = await prepareStrict();
    const { JIRA_TLS_CERT = '', JIRA_TLS_KEY = '', ...without } = env;
    await start(without);
    await stack.send(sampleEvent());
    const line = await stack.waitFor('the warning', () => stack.worker.log.named('jira cannot be reached')[0]);

    expect(line).toMatchObject({ todo: expect.stringContaining('set JIRA_TLS_CERT and JIRA_TLS_KEY') });
    const doctor = await cliIn({ env: { ...stack.redis.env, ...stack.worker.env } })('doctor');
    expect(doctor.out).toContain('set JIRA_TLS_CERT and JIRA_TLS_KEY');
    expect(front.asked).toEqual([]);

    await stack.worker.stop();
    Object.assign(stack.worker.env, { JIRA_TLS_CERT, JIRA_TLS_KEY });
    await stack.worker.start();
    await outcome();
    expect(await stack.jira.issues()).toHaveLength(1);
  });

  async function prepareStrict() {
    stack = await startStack({ started: false });
    const front = await startStrictFront(certificates, stack.jira.url);
    opened.push(front);
    const env = {
      JIRA_URL: `https://127.0.0.1:${front.port}`,
      JIRA_TLS_CERT: certificates.cert,
      JIRA_TLS_KEY: certificates.key,
      JIRA_TLS_CA: certificates.ca,
      JIRA_HEADERS: `X-Gateway-Key: ${HEADER_VALUE}`,
    };
    return { front, env };
  }
});

describe('behind a proxy', () => {
  it('HTTPS_PROXY is the way to a Jira with https, and learns nothing but its name', async () => {
    const { proxy, login } = await prepareProxied();
    await start({
      JIRA_URL: `https://${NOWHERE}`,
      NODE_EXTRA_CA_CERTS: certificates.ca,
      HTTPS_PROXY: `http://proxy-user:proxy-secret@127.0.0.1:${proxy.port}`,
    });

    await expectIssue();
    expect(new Set(proxy.asked.map(({ method, where }) => `${method} ${where}`))).toEqual(
      new Set([`CONNECT ${NOWHERE}`]),
    );
    expect(proxy.asked.map(({ headers }) => headers.authorization)).toEqual(proxy.asked.map(() => undefined));
    expect(new Set(proxy.asked.map(({ headers }) => headers['proxy-authorization']))).toEqual(
      new Set([`Basic ${Buffer.from('proxy-user:proxy-secret').toString('base64')}`]),
    );
    expect(stack.worker.log.text).not.toContain('proxy-secret');
    expect(stack.worker.log.text).not.toContain(login);
  });

  it('HTTP_PROXY is the way to a Jira with http', async () => {
    const { proxy } = await prepareProxied('http');
    await start({ JIRA_URL: `http://${NOWHERE}`, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });

    await expectIssue();
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  it('NO_PROXY keeps a Jira out of it', async () => {
    const { proxy, front } = await prepareProxied();
    await start({
      JIRA_URL: `https://127.0.0.1:${front.port}`,
      NODE_EXTRA_CA_CERTS: certificates.ca,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: 'example.com,127.0.0.1',
    });

    await expectIssue();
    expect(proxy.asked).toEqual([]);
  });

  it('a proxy that refuses costs time only: nothing was sent, and nothing is sent twice', async () => {
    const { proxy } = await prepareProxied();
    proxy.refuse(2, 503);
    await start({
      JIRA_URL: `https://${NOWHERE}`,
      NODE_EXTRA_CA_CERTS: certificates.ca,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    });

    await expectIssue();
    expect(stack.worker.log.named('jira cannot be reached').length).toBeGreaterThan(0);
    expect((await stack.jira.requests()).filter(({ kind }) => kind === 'create')).toHaveLength(1);
  });
});

describe('credentials', () => {
  it.each([302, 307])('do not follow a redirect %i to another host, nor does the alert', async (status) => {
    const asked: string[] = [];
    const other = await listen(
      createServer(({ method, url }, answer) => {
        asked.push(`${method} ${url}`);
        answer.end('{}');
      }),
    );
    opened.push(other);
    stack = await startStack({ started: false, workerEnv: SHORT_TIMEOUTS });
    const location = `http://127.0.0.1:${other.port}/rest/api/2/issue`;
    for (const path of ['myself', 'create', 'search'])
      await stack.jira.control('POST', '/faults', { path, action: { redirect: { status, location } } });
    await start({});

    await expectIssue();
    const redirected = (await stack.jira.requests()).filter(({ fault }) => fault !== null);
    expect(redirected.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['myself', 'create']));
    expect(asked).toEqual([]);
  });
});

/** The stack, not yet started, and the terminator before its Jira. */
async function prepare(): Promise<TlsFront> {
  stack = await startStack({ started: false });
  const front = await startTlsFront(certificates, stack.jira.url);
  opened.push(front);
  return front;
}

async function prepareProxied(scheme = 'https'): Promise<{ proxy: ForwardProxy; front: TlsFront; login: string }> {
  const front = await prepare();
  const { hostname, port } = new URL(stack.jira.url);
  const target = scheme === 'https' ? { host: '127.0.0.1', port: front.port } : { host: hostname, port: Number(port) };
  const proxy = await startProxy(target);
  opened.push(proxy);
  return { proxy, front, login: stack.jira.env.JIRA_PASSWORD ?? '' };
}

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  Object.assign(stack.worker.env, env);
  await stack.receiver.start();
  await stack.worker.start();
}

async function outcome(): Promise<void> {
  const line = await stack.waitFor('the outcome', () => stack.worker.log.named('event handled')[0]);
  expect(line).toMatchObject({ outcome: 'created' });
}

async function expectIssue(): Promise<void> {
  await stack.send(sampleEvent());
  await outcome();
  expect(await stack.jira.issues()).toHaveLength(1);
}
