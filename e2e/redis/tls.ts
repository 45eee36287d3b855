import { join } from 'node:path';
import { freePort } from '@guance-jira/local-stack';
import { createRedis, type TestRedis } from '../harness/index.ts';
import { type Certificates, makeCertificates } from './certificates.ts';

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
