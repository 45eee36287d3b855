import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Files in PEM: a private CA, and a certificate that it signed for 127.0.0.1. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** @throws Error when there is no openssl */
export async function makeCertificates(dir: string): Promise<Certificates> {
  await mkdir(dir, { recursive: true });
  const file = (name: string) => join(dir, name);
  const [ca, caKey, cert, key] = [file('ca.crt'), file('ca.key'), file('own.crt'), file('own.key')];
  await writeFile(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  await openssl('req', '-x509', ...NEW_KEY, '-keyout', caKey, '-out', ca, '-days', '2', '-subj', '/CN=a private CA');
  await openssl('req', ...NEW_KEY, '-keyout', key, '-out', file('own.csr'), '-subj', '/CN=redis');
  const signed = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', file('names')];
  await openssl('x509', '-req', '-in', file('own.csr'), ...signed, '-out', cert);
  return { ca, cert, key };
}

async function openssl(...args: string[]): Promise<void> {
  await run('openssl', args);
}
