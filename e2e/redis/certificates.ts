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
  const [ca, caKey] = [file('ca.crt'), file('ca.key')];
  await openssl('req', '-x509', ...NEW_KEY, '-keyout', caKey, '-out', ca, '-days', '2', '-subj', '/CN=a private CA');
  return signCertificate(dir, 'own');
}

/** A further certificate of the CA in that folder. With days below 0 it has expired, and only so. */
export async function signCertificate(
  dir: string,
  name: string,
  { names = 'IP:127.0.0.1,DNS:localhost', days = 2 } = {},
): Promise<Certificates> {
  const file = (end: string) => join(dir, `${name}.${end}`);
  const [ca, cert, key] = [join(dir, 'ca.crt'), file('crt'), file('key')];
  await writeFile(file('names'), `subjectAltName=${names}\n`);
  await openssl('req', ...NEW_KEY, '-keyout', key, '-out', file('csr'), '-subj', `/CN=${name}`);
  const by = ['-CA', ca, '-CAkey', join(dir, 'ca.key'), '-CAcreateserial'];
  const signed = [...by, '-days', String(days), '-extfile', file('names')];
  await openssl('x509', '-req', '-in', file('csr'), ...signed, '-out', cert);
  return { ca, cert, key };
}

async function openssl(...args: string[]): Promise<void> {
  await run('openssl', args);
}
