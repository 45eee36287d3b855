import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
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

/** A stack of the test's own, not yet started: they mostly wait and so run side by side. */
async function prepare({ onTestFinished }: TestContext, redis: NonNullable<StackOptions['redis']>) {
  const stack = await startStack({ started: false, redis, workerEnv: SHORT_TIMEOUTS });
  onTestFinished(() => stack.close());
  const { receiver, worker } = stack;
  /** Sets variables of both processes, which need not run yet. */
  const set = (env: Record<string, string>) => {
    for (const app of [receiver, worker]) Object.assign(app.env, env);
  };
  const warnings = () => [
    ...receiver.log.named('redis connection failed').map(({ error }) => String(error)),
    ...worker.log.named('redis error').map(({ error }) => String(error)),
  ];
  return {
    stack,
    set,
    everything: () => `${receiver.log.text}\n${worker.log.text}`,
    /** Both take what is right at their start. */
    async expectQueued(): Promise<void> {
      await receiver.start();
      await worker.start();
      const list = events(5);
      const answer = await stack.send(list);
      expect(JSON.stringify(answer.body).match(/queued/g)).toHaveLength(5);
      await expectOneIssueEach(stack, idsOf(list));
    },
    /** Both processes say why; events are kept on disk, and become issues once they are started with what is right. */
    async expectSpooledUntil(right: Record<string, string>, why: RegExp): Promise<void> {
      await receiver.start();
      // Not ready while it has no Redis.
      await worker.start({ ready: false });
      await stack.waitFor('the worker', () => worker.log.named('worker started')[0]);
      const list = events(3);
      const answer = await stack.send(list);
      expect(answer.status).toBe(202);
      expect(JSON.stringify(answer.body).match(/spooled/g)).toHaveLength(3);
      await stack.waitFor('both to say why', () => warnings().filter((text) => why.test(text)).length >= 2);

      set(right);
      for (const app of [receiver, worker]) await app.stop();
      for (const app of [receiver, worker]) await app.start();
      await expectOneIssueEach(stack, idsOf(list));
    },
  };
}

describe.concurrent('over TLS', () => {
  const prepareTls = async (test: TestContext, clients: 'yes' | 'no') => {
    let redis: TlsRedis | undefined;
    const lab = await prepare(test, async (dir) => {
      redis = await createTlsRedis(dir, clients);
      return redis;
    });
    if (!redis) throw new Error('no Redis');
    return { ...lab, certificates: redis.certificates };
  };

  it('a private CA is believed by NODE_EXTRA_CA_CERTS', async (test) => {
    const { set, certificates, expectQueued } = await prepareTls(test, 'no');
    set({ NODE_EXTRA_CA_CERTS: certificates.ca });
    await expectQueued();
  });

  it('an unknown CA is refused, never left unchecked', async (test) => {
    const { certificates, expectSpooledUntil } = await prepareTls(test, 'no');
    await expectSpooledUntil({ NODE_EXTRA_CA_CERTS: certificates.ca }, /self-signed certificate in certificate chain/);
  });

  it('a wrong CA is refused as well', async (test) => {
    const { stack, set, certificates, expectSpooledUntil } = await prepareTls(test, 'no');
    const wrong = await makeCertificates(join(stack.dir, 'wrong'));
    set({ NODE_EXTRA_CA_CERTS: wrong.ca });
    await expectSpooledUntil({ NODE_EXTRA_CA_CERTS: certificates.ca }, /certificate/);
  });

  it('a Redis that asks for a certificate of ours gets the one of REDIS_TLS_CERT', async (test) => {
    const { set, certificates, everything, expectSpooledUntil } = await prepareTls(test, 'yes');
    const { ca, cert, key } = certificates;
    set({ NODE_EXTRA_CA_CERTS: ca });
    await expectSpooledUntil(
      { REDIS_TLS_CERT_FILE: cert, REDIS_TLS_KEY_FILE: key },
      /certificate required|ECONNRESET|socket hang up|write EPIPE/i,
    );
    expect(everything()).not.toContain('PRIVATE KEY');
  });
});

describe.concurrent('over TLS, behind a Sentinel with a password', () => {
  it('both connections are encrypted and checked, and each gets its own login', async (test) => {
    const PASSWORD = 'of-the-sentinel-alone';
    let ca = '';
    const { set, everything, expectSpooledUntil } = await prepare(test, async (dir) => {
      const redis = await createTlsSentinel(dir, PASSWORD);
      ca = redis.certificates.ca;
      return redis;
    });
    set({ REDIS_SENTINEL_PASSWORD: PASSWORD });
    await expectSpooledUntil(
      { NODE_EXTRA_CA_CERTS: ca },
      // ioredis keeps the reason to itself here; that the Sentinels cannot be reached is said.
      /All sentinels are unreachable/,
    );
    expect(everything()).not.toContain(PASSWORD);
  });
});

describe.concurrent('with a user and a password', () => {
  const PASSWORD = 'p@ss/word:with%odd-signs';
  const urlWith = (stack: Stack, password: string) =>
    stack.redis.url.replace('redis://', `redis://alerts:${encodeURIComponent(password)}@`);
  /** The default user may do nothing but what the harness asks for. */
  const prepareUser = (test: TestContext, rights: readonly string[]) =>
    prepare(test, (dir) =>
      createRedis(join(dir, 'redis'), ['--user', 'alerts', 'on', `>${PASSWORD}`, '&*', ...rights]),
    );

  it('a wrong password is said without the password, and the right one works', async (test) => {
    const { stack, set, everything, expectSpooledUntil } = await prepareUser(test, ['~*', '+@all']);
    set({ REDIS_URL: urlWith(stack, 'not-the-right-one') });
    await expectSpooledUntil({ REDIS_URL: urlWith(stack, PASSWORD) }, /WRONGPASS/);

    expect(everything()).not.toMatch(/not-the-right-one/);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(everything()).not.toContain(secret);
  });

  it('a user with rights to our keys only, and without CONFIG, is enough', async (test) => {
    const { stack, set, everything, expectQueued } = await prepareUser(test, [
      ...['+@all', '-@dangerous', '+info', '~{narrow}:*'],
    ]);
    set({ REDIS_URL: urlWith(stack, PASSWORD), REDIS_PREFIX: 'narrow' });
    await expectQueued();
    expect(everything()).toContain('does not tell its settings');
    expect(everything()).not.toContain('NOPERM');
  });
});
