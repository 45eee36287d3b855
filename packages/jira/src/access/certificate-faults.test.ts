import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { UNSIGNED } from '../testing/tls-certificate.ts';
import { certificateFaults } from './certificate-faults.ts';

const { cert: CERT, key: KEY } = UNSIGNED;
const OTHER_KEY = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const LOCKED_KEY = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const CUT = CERT.replace(/\n.*\n/, '\nMIIB\n');
const HTTPS = { JIRA_URL: 'https://jira' };

it.each<[string, Parameters<typeof certificateFaults>[0], string[]]>([
  ['nothing', {}, []],
  ['a certificate with its key', { ...HTTPS, JIRA_TLS_CERT: CERT, JIRA_TLS_KEY: KEY }, []],
  ['a chain, our own first', { ...HTTPS, JIRA_TLS_CERT: CERT + CERT, JIRA_TLS_KEY: KEY }, []],
  ['a CA alone', { ...HTTPS, JIRA_TLS_CA: `# our CA\n${CERT}` }, []],
  ['a certificate alone', { ...HTTPS, JIRA_TLS_CERT: CERT }, ['JIRA_TLS_KEY: is required with JIRA_TLS_CERT']],
  ['a key alone', { ...HTTPS, JIRA_TLS_KEY: KEY }, ['JIRA_TLS_CERT: is required with JIRA_TLS_KEY']],
  [
    'the key of another certificate',
    { ...HTTPS, JIRA_TLS_CERT: CERT, JIRA_TLS_KEY: OTHER_KEY },
    ['JIRA_TLS_KEY: is not the key of JIRA_TLS_CERT, whose own certificate must stand first'],
  ],
  [
    'a key that asks for a passphrase',
    { ...HTTPS, JIRA_TLS_CERT: CERT, JIRA_TLS_KEY: LOCKED_KEY },
    [expect.stringMatching(/^JIRA_TLS_KEY: is encrypted/)],
  ],
  [
    'a key that is cut',
    { ...HTTPS, JIRA_TLS_CERT: CERT, JIRA_TLS_KEY: KEY.replace(/\n.*\n/, '\nMIG\n') },
    ['JIRA_TLS_KEY: holds a key that cannot be read'],
  ],
  [
    'a certificate that is cut',
    { ...HTTPS, JIRA_TLS_CERT: CUT, JIRA_TLS_KEY: KEY },
    ['JIRA_TLS_CERT: holds a certificate that cannot be read'],
  ],
  [
    'a CA that is cut, among good ones',
    { ...HTTPS, JIRA_TLS_CA: CERT + CUT },
    ['JIRA_TLS_CA: holds a certificate that cannot be read'],
  ],
  [
    'a Jira without TLS',
    { JIRA_URL: 'http://jira', JIRA_TLS_CA: CERT },
    ['JIRA_URL: must be an https:// URL with JIRA_TLS_CERT, JIRA_TLS_KEY or JIRA_TLS_CA'],
  ],
])('%s: %#', (_what, values, faults) => {
  expect(certificateFaults(values)).toEqual(faults);
});
