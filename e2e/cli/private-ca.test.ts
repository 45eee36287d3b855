/** A CA that only `.env` names comes after Node has started; the command line trusts it all the same. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustExtraCa } from '../../apps/cli/src/command-line/extra-ca.ts';
import { cliIn } from '../../apps/cli/src/testing/cli.ts';
import { type Jira, startJira } from '../harness/index.ts';
import { type Certificates, makeCertificates } from '../redis/certificates.ts';
import { startTlsFront, type TlsFront } from '../transport/tls-front.ts';

describe('a Jira with a certificate of a private CA', () => {
  let dir: string;
  let jira: Jira;
  let certificates: Certificates;
  let front: TlsFront;
  let pem: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'guance-jira-cli-'));
    certificates = await makeCertificates(dir);
    pem = await readFile(certificates.ca, 'utf8');
    jira = await startJira('datacenter');
    front = await startTlsFront(certificates, jira.url);
  });
  afterAll(async () => {
    await front.close();
    await jira.close();
    await rm(dir, { recursive: true });
  });

  it('is refused, with what to do, until the CA is named', async () => {
    const env = { ...jira.env, JIRA_URL: `https://127.0.0.1:${front.port}` };
    const refused = await cliIn({ env })('validate');
    const trusted = await cliIn({
      env,
      io: { trustCa: () => trustExtraCa(certificates.ca, undefined, () => pem) },
    })('validate');

    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT/);
    expect(trusted.code, trusted.err).toBe(0);
  });
});
