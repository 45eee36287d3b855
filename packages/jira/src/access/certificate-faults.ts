/** Pure: whether the certificates of the settings can be used, before the first connection says it in OpenSSL's words. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

interface Values {
  readonly JIRA_URL?: string | undefined;
  readonly JIRA_TLS_CERT?: string | undefined;
  readonly JIRA_TLS_KEY?: string | undefined;
  readonly JIRA_TLS_CA?: string | undefined;
}

/** By name, and never with a value. What is no PEM text at all is named by the schema. */
export function certificateFaults(values: Values): string[] {
  const { JIRA_URL: url = '', JIRA_TLS_CERT: cert, JIRA_TLS_KEY: key, JIRA_TLS_CA: ca } = values;
  const faults: string[] = [];
  if (cert && !key) faults.push('JIRA_TLS_KEY: is required with JIRA_TLS_CERT');
  if (key && !cert) faults.push('JIRA_TLS_CERT: is required with JIRA_TLS_KEY');
  if ((cert || key || ca) && /^http:/i.test(url))
    faults.push('JIRA_URL: must be an https:// URL with JIRA_TLS_CERT, JIRA_TLS_KEY or JIRA_TLS_CA');
  faults.push(...unreadable('JIRA_TLS_CERT', cert), ...unreadable('JIRA_TLS_CA', ca));
  const privateKey = key && BEGINS_KEY.test(key) ? keyIn(key) : null;
  if (typeof privateKey === 'string') faults.push(`JIRA_TLS_KEY: ${privateKey}`);
  const own = cert ? certificatesIn(cert)[0] : undefined;
  if (own && privateKey && typeof privateKey !== 'string' && !own.checkPrivateKey(privateKey))
    faults.push('JIRA_TLS_KEY: is not the key of JIRA_TLS_CERT, whose own certificate must stand first');
  return faults;
}

const BEGINS_KEY = /-----BEGIN ([A-Z0-9 ]+ )?PRIVATE KEY-----/;
const CERTIFICATE = /-----BEGIN (?:[A-Z0-9 ]+ )?CERTIFICATE-----[^-]*-----END (?:[A-Z0-9 ]+ )?CERTIFICATE-----/g;

function unreadable(name: string, text: string | undefined): string[] {
  if (!text?.includes('-----BEGIN ')) return [];
  const found = text.match(CERTIFICATE)?.length ?? 0;
  const whole = certificatesIn(text).filter((certificate) => certificate !== undefined).length;
  return found > 0 && whole === found ? [] : [`${name}: holds a certificate that cannot be read`];
}

function certificatesIn(text: string): (X509Certificate | undefined)[] {
  return (text.match(CERTIFICATE) ?? []).map((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      return undefined;
    }
  });
}

/** The key, or what is wrong with it. */
function keyIn(text: string): KeyObject | string {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(text))
    return 'is encrypted; write it without its passphrase (openssl pkey -in … -out …) where only the worker can read it';
  try {
    return createPrivateKey(text);
  } catch {
    return 'holds a key that cannot be read';
  }
}
