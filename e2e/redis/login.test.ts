import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createRedis,
  expectOneIssueEach,
  SHORT_TIMEOUTS,
  type Stack,
  type StackOptions,
  startStack,
} from '../harness/index.ts';
import { makeCertificates } from './certificates.ts';
import { events, idsOf } from './sure.ts';
import { createTlsRedis, createTlsSentinel, type TlsRedis } from './tls.ts';

let stack: Stack;
afterEach(() => stack?.close());

async function start(options: StackOptions): Promise<void> {
  stack = await startStack({ ...options, workerEnv: SHORT_TIMEOUTS });
}

/** Sets variables of both processes, which need not run yet. */
function set(env: Record<string, string>): void {
  for (const app of [stack.receiver, stack.worker]) Object.assign(app.env, env);
}

/** Starts the receiver, and the worker, which is not ready while it has no Redis. */
async function startUnready(): Promise<void> {
  await stack.receiver.start();
  await stack.worker.start({ ready: false });
  await stack.waitFor('the worker', () => stack.worker.log.named('worker started')[0]);
}

async function restart(): Promise<void> {
  for (const app of [stack.receiver, stack.worker]) await app.stop();
  for (const app of [stack.receiver, stack.worker]) await app.start();
}

const warnings = () => [
  ...stack.receiver.log.named('redis connection failed').map(({ error }) => String(error)),
  ...stack.worker.log.named('redis error').map(({ error }) => String(error)),
];
const everything = () => `${stack.receiver.log.text}\n${stack.worker.log.text}`;

/** Both processes say why; events are kept on disk, and become issues once `put right`. */
async function expectSpooledUntil(putRight: () => void, why: RegExp): Promise<void> {
  await startUnready();
  const list = events(3);
  const answer = await stack.send(list);
  expect(answer.status).toBe(202);
  expect(JSON.stringify(answer.body).match(/spooled/g)).toHaveLength(3);
  await stack.waitFor('both to say why', () => warnings().filter((text) => why.test(text)).length >= 2);

  putRight();
  await restart();
  await expectOneIssueEach(stack, idsOf(list));
}

describe('over TLS', () => {
  let redis: TlsRedis;
  const withTls = (clients: 'yes' | 'no'): StackOptions => ({
    started: false,
    redis: async (dir) => {
      redis = await createTlsRedis(dir, clients);
      return redis;
    },
  });

  it('a private CA is believed by NODE_EXTRA_CA_CERTS', async () => {
    await start(withTls('no'));
    set({ NODE_EXTRA_CA_CERTS: redis.certificates.ca });
    await stack.receiver.start();
    await stack.worker.start();
    const list = events(5);
    const answer = await stack.send(list);

    expect(JSON.stringify(answer.body).match(/queued/g)).toHaveLength(5);
    await expectOneIssueEach(stack, idsOf(list));
  });

  it('an unknown CA is refused, never left unchecked', async () => {
    await start(withTls('no'));
    await expectSpooledUntil(
      () => set({ NODE_EXTRA_CA_CERTS: redis.certificates.ca }),
      /self-signed certificate in certificate chain/,
    );
  });

  it('a wrong CA is refused as well', async () => {
    await start(withTls('no'));
    const wrong = await makeCertificates(join(stack.dir, 'wrong'));
    set({ NODE_EXTRA_CA_CERTS: wrong.ca });
    await expectSpooledUntil(() => set({ NODE_EXTRA_CA_CERTS: redis.certificates.ca }), /certificate/);
  });

  it('a Redis that asks for a certificate of ours gets the one of REDIS_TLS_CERT', async () => {
    await start(withTls('yes'));
    const { ca, cert, key } = redis.certificates;
    set({ NODE_EXTRA_CA_CERTS: ca });
    await expectSpooledUntil(
      () => set({ REDIS_TLS_CERT_FILE: cert, REDIS_TLS_KEY_FILE: key }),
      /certificate required|ECONNRESET|socket hang up|write EPIPE/i,
    );
    expect(everything()).not.toContain('PRIVATE KEY');
  });
});

describe('over TLS, behind a Sentinel with a password', () => {
  const PASSWORD = 'of-the-sentinel-alone';
  let redis: TlsRedis;

  it('both connections are encrypted and checked, and each gets its own login', async () => {
    await start({
      started: false,
      redis: async (dir) => {
        redis = await createTlsSentinel(dir, PASSWORD);
        return redis;
      },
    });
    set({ REDIS_SENTINEL_PASSWORD: PASSWORD });
    await expectSpooledUntil(
      () => set({ NODE_EXTRA_CA_CERTS: redis.certificates.ca }),
      // ioredis keeps the reason to itself here; that the Sentinels cannot be reached is said.
      /All sentinels are unreachable/,
    );
    expect(everything()).not.toContain(PASSWORD);
  });
});

describe('with a user and a password', () => {
  const PASSWORD = 'p@ss/word:with%odd-signs';
  const urlWith = (password: string) =>
    stack.redis.url.replace('redis://', `redis://alerts:${encodeURIComponent(password)}@`);
  /** The default user may do nothing but what the harness asks for. */
  const withUser = (rights: readonly string[]): StackOptions => ({
    started: false,
    redis: (dir) => createRedis(join(dir, 'redis'), ['--user', 'alerts', 'on', `>${PASSWORD}`, '&*', ...rights]),
  });

  it('a wrong password is said without the password, and the right one works', async () => {
    await start(withUser(['~*', '+@all']));
    set({ REDIS_URL: urlWith('not-the-right-one') });
    await expectSpooledUntil(() => set({ REDIS_URL: urlWith(PASSWORD) }), /WRONGPASS/);

    expect(everything()).not.toMatch(/not-the-right-one/);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(everything()).not.toContain(secret);
  });

  it('a user with rights to our keys only, and without CONFIG, is enough', async () => {
    await start(withUser(['+@all', '-@dangerous', '+info', '~{narrow}:*']));
    set({ REDIS_URL: urlWith(PASSWORD), REDIS_PREFIX: 'narrow' });
    await stack.receiver.start();
    await stack.worker.start();
    const list = events(5);
    const answer = await stack.send(list);

    expect(JSON.stringify(answer.body).match(/queued/g)).toHaveLength(5);
    await expectOneIssueEach(stack, idsOf(list));
    expect(everything()).toContain('does not tell its settings');
    expect(everything()).not.toContain('NOPERM');
  });
});
