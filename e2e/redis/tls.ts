import { join } from 'node:path';
import { type Child, freePort } from '@guance-jira/local-stack';
import { createRedis, type TestRedis } from '../harness/index.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { clientsOf, expectNone } from './clients.ts';
import { startSentinel } from './sentinel.ts';

/** A Redis whose TLS port is for our processes; the test itself asks over the plain one. */
export interface TlsRedis extends TestRedis {
  readonly certificates: Certificates;
}

/** @param clients whether it asks its clients for a certificate, as Redis does by default */
export async function createTlsRedis(dir: string, clients: 'yes' | 'no'): Promise<TlsRedis> {
  const certificates = await makeCertificates(join(dir, 'certificates'));
  const port = String(await freePort());
  const { ca, cert, key } = certificates;
  const tls = ['--tls-port', port, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca];
  const redis = await createRedis(join(dir, 'redis'), [...tls, '--tls-auth-clients', clients]);
  return { ...redis, certificates, env: { REDIS_URL: `rediss://127.0.0.1:${port}` } };
}

/** The same behind one Sentinel that speaks only TLS as well, and asks for a password of its own. */
export async function createTlsSentinel(dir: string, password: string): Promise<TlsRedis> {
  const redis = await createTlsRedis(dir, 'no');
  const { cert, key, ca } = redis.certificates;
  const port = String(await freePort());
  const more = [
    `tls-port ${port}`,
    `tls-cert-file "${cert}"`,
    `tls-key-file "${key}"`,
    `tls-ca-cert-file "${ca}"`,
    'tls-auth-clients no',
    'tls-replication yes',
    `requirepass ${password}`,
  ];
  let sentinel: Child | undefined;
  return {
    ...redis,
    env: {
      REDIS_URL: 'rediss://taken-from-the-sentinels:1',
      REDIS_SENTINELS: `127.0.0.1:${port}`,
      REDIS_MASTER: 'main',
    },
    async start() {
      await redis.start();
      const masterPort = new URL(redis.env.REDIS_URL ?? '').port;
      sentinel = await startSentinel(join(dir, 'sentinel'), 'port 0', masterPort, { quorum: 1, more });
    },
    async stop() {
      await sentinel?.stop(5000);
      await redis.stop();
    },
    expectNoClients: () => expectNone(() => clientsOf(redis)),
  };
}
