import { describe, expect, it } from 'vitest';
import { tlsTrouble, tlsTroubleOfPage } from './tls-trouble.ts';

describe('what a connection that TLS ended means', () => {
  const FIRST = { sent: false, hasCertificate: false, answered: false };

  it.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', {}, 'unknown_ca'],
    ['CERT_HAS_EXPIRED', {}, 'expired'],
    ['CERT_NOT_YET_VALID', {}, 'not_yet_valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', {}, 'wrong_host'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, 'no_tls'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', {}, 'certificate_wanted'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', { sent: true }, 'certificate_wanted'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', { hasCertificate: true }, 'certificate_refused'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', { hasCertificate: true }, 'certificate_refused'],
    ['UND_ERR_SOCKET', { sent: true }, 'closed_after_handshake'],
    ['UND_ERR_SOCKET', { sent: true, answered: true }, null],
    ['UND_ERR_SOCKET', {}, null],
    ['ECONNREFUSED', {}, null],
    ['ETIMEDOUT', { sent: true }, null],
  ])('%s, %j: %s', (code, change, trouble) => {
    expect(tlsTrouble({ ...FIRST, ...change, code })).toBe(trouble);
  });

  it.each([
    [400, '<html><center>No required SSL certificate was sent</center>', 'certificate_wanted'],
    [400, '<center>The SSL certificate error</center>', 'certificate_refused'],
    [400, '{"errorMessages":["no"]}', null],
    [200, 'No required SSL certificate was sent', null],
  ])('a page with status %i and %j: %s', (status, body, trouble) => {
    expect(tlsTroubleOfPage(status, body)).toBe(trouble);
  });
});
