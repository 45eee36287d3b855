import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { cliIn } from '../apps/cli/src/testing/cli.ts';
import { SHORT_TIMEOUTS, sampleEvent, startStack } from './harness/index.ts';
import { type Certificates, makeCertificates } from './redis/certificates.ts';
import { listen } from './transport/listen.ts';
import { startProxy } from './transport/proxy.ts';
import { startStrictFront } from './transport/strict-front.ts';
import { startTlsFront } from './transport/tls-front.ts';

/** Nothing listens there: whoever gets an answer from it came by the proxy. */
const NOWHERE = 'localhost:1';

let dir: string;
let certificates: Certificates;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guance-jira-tls-'));
  certificates = await makeCertificates(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe.concurrent('a Jira with a certificate of a private CA', () => {
  it('is used when NODE_EXTRA_CA_CERTS names that CA', async (test) => {
    const { front, start, expectIssue } = await prepare(test);
    await start({ JIRA_URL: `https://127.0.0.1:${front.port}`, NODE_EXTRA_CA_CERTS: certificates.ca });

    await expectIssue();
    expect(front.secured()).toBeGreaterThan(0);
  });

  it.for<[string, Record<string, string>]>([
    ['without it', {}],
    ['also where the environment asks to take any certificate', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])(
    'is refused %s, and the log says why and what to check; the event waits until the CA is known',
    async ([_, env], test) => {
      const { stack, front, start, restart, outcome } = await prepare(test);
      await start({ JIRA_URL: `https://127.0.0.1:${front.port}`, ...env });
      await stack.send(sampleEvent());

      const line = await stack.waitFor('the warning', () => stack.worker.log.named('jira cannot be reached')[0]);
      expect(line).toMatchObject({ level: 'warn', todo: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
      expect(JSON.stringify(line)).toMatch(
        /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT/,
      );
      expect(await stack.jira.requests()).toEqual([]);

      await restart({ NODE_EXTRA_CA_CERTS: certificates.ca });
      await outcome();
      expect(await stack.jira.issues()).toHaveLength(1);
    },
  );
});

describe.concurrent('a Jira whose TLS asks for a client certificate, behind a gateway that wants a header', () => {
  const HEADER_VALUE = 'gateway-key-0123456789';

  it('is used with JIRA_TLS_CERT, JIRA_TLS_KEY, JIRA_TLS_CA and JIRA_HEADERS, by the worker and by the commands', async (test) => {
    const { stack, front, env, start, expectIssue } = await prepareStrict(test);
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

  it('names the certificate in the log and in doctor while none is set; the event waits until it is', async (test) => {
    const { stack, front, env, start, restart, outcome } = await prepareStrict(test);
    const { JIRA_TLS_CERT = '', JIRA_TLS_KEY = '', ...without } = env;
    await start(without);
    await stack.send(sampleEvent());
    const line = await stack.waitFor('the warning', () => stack.worker.log.named('jira cannot be reached')[0]);

    expect(line).toMatchObject({ todo: expect.stringContaining('set JIRA_TLS_CERT and JIRA_TLS_KEY') });
    const doctor = await cliIn({ env: { ...stack.redis.env, ...stack.worker.env } })('doctor');
    expect(doctor.out).toContain('set JIRA_TLS_CERT and JIRA_TLS_KEY');
    expect(front.asked).toEqual([]);

    await restart({ JIRA_TLS_CERT, JIRA_TLS_KEY });
    await outcome();
    expect(await stack.jira.issues()).toHaveLength(1);
  });

  async function prepareStrict(test: TestContext) {
    const lab = await begin(test);
    const front = lab.opens(await startStrictFront(certificates, lab.stack.jira.url));
    const env = {
      JIRA_URL: `https://127.0.0.1:${front.port}`,
      JIRA_TLS_CERT: certificates.cert,
      JIRA_TLS_KEY: certificates.key,
      JIRA_TLS_CA: certificates.ca,
      JIRA_HEADERS: `X-Gateway-Key: ${HEADER_VALUE}`,
    };
    return { ...lab, front, env };
  }
});

describe.concurrent('behind a proxy', () => {
  it('HTTPS_PROXY is the way to a Jira with https, and learns nothing but its name', async (test) => {
    const { stack, proxy, login, start, expectIssue } = await prepareProxied(test);
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

  it('HTTP_PROXY is the way to a Jira with http', async (test) => {
    const { proxy, start, expectIssue } = await prepareProxied(test, 'http');
    await start({ JIRA_URL: `http://${NOWHERE}`, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });

    await expectIssue();
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  it('NO_PROXY keeps a Jira out of it', async (test) => {
    const { front, proxy, start, expectIssue } = await prepareProxied(test);
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

  it('a proxy that refuses costs time only: nothing was sent, and nothing is sent twice', async (test) => {
    const { stack, proxy, start, expectIssue } = await prepareProxied(test);
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

describe.concurrent('credentials', () => {
  it.for([302, 307])('do not follow a redirect %i to another host, nor does the alert', async (status, test) => {
    const asked: string[] = [];
    const other = await listen(
      createServer(({ method, url }, answer) => {
        asked.push(`${method} ${url}`);
        answer.end('{}');
      }),
    );
    const { stack, opens, start, expectIssue } = await begin(test, SHORT_TIMEOUTS);
    opens(other);
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

/** A stack of the test's own, not yet started, as they mostly wait and so run side by side. */
async function begin({ onTestFinished }: TestContext, workerEnv: Readonly<Record<string, string>> = {}) {
  const stack = await startStack({ started: false, workerEnv });
  const opened: { close(): Promise<void> }[] = [];
  onTestFinished(async () => {
    await stack.close();
    for (const each of opened.toReversed()) await each.close();
  });
  const outcome = async () => {
    const line = await stack.waitFor('the outcome', () => stack.worker.log.named('event handled')[0]);
    expect(line).toMatchObject({ outcome: 'created' });
  };
  return {
    stack,
    /** Closes it when the stack is gone. */
    opens: <T extends { close(): Promise<void> }>(each: T): T => {
      opened.push(each);
      return each;
    },
    start: async (env: Readonly<Record<string, string>>) => {
      Object.assign(stack.worker.env, env);
      await stack.receiver.start();
      await stack.worker.start();
    },
    restart: async (env: Readonly<Record<string, string>>) => {
      await stack.worker.stop();
      Object.assign(stack.worker.env, env);
      await stack.worker.start();
    },
    outcome,
    expectIssue: async () => {
      await stack.send(sampleEvent());
      await outcome();
      expect(await stack.jira.issues()).toHaveLength(1);
    },
  };
}

/** With the terminator before its Jira. */
async function prepare(test: TestContext) {
  const lab = await begin(test);
  return { ...lab, front: lab.opens(await startTlsFront(certificates, lab.stack.jira.url)) };
}

async function prepareProxied(test: TestContext, scheme = 'https') {
  const lab = await prepare(test);
  const { hostname, port } = new URL(lab.stack.jira.url);
  const target =
    scheme === 'https' ? { host: '127.0.0.1', port: lab.front.port } : { host: hostname, port: Number(port) };
  const proxy = lab.opens(await startProxy(target));
  return { ...lab, proxy, login: lab.stack.jira.env.JIRA_PASSWORD ?? '' };
}
