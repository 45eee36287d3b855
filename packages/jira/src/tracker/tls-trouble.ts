/** Pure: what a connection that TLS ended means for the person who set it up. OpenSSL's own words lead nowhere. */

export type TlsTrouble =
  /** Jira's side asks for a certificate of ours, and there is none. */
  | 'certificate_wanted'
  /** Ours is not taken. */
  | 'certificate_refused'
  /** Closed right after the handshake, before the first answer ever: so do servers that miss a certificate under TLS 1.3. */
  | 'closed_after_handshake'
  /** Nobody whom we trust vouches for Jira's certificate. */
  | 'unknown_ca'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_host'
  /** What answers there speaks no TLS. */
  | 'no_tls';

export interface Handshake {
  /** The code of the error that ended the connection. */
  readonly code: string;
  /** Whether bytes of the request had left by then. */
  readonly sent: boolean;
  readonly hasCertificate: boolean;
  /** Whether anything was ever answered on connections as this one. */
  readonly answered: boolean;
}

/** Null where the reason is none of TLS. */
export function tlsTrouble({ code, sent, hasCertificate, answered }: Handshake): TlsTrouble | null {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  // Alerts of the other side: they speak of our certificate, or of the lack of one.
  if (/^ERR_SSL_.*ALERT_(HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|ACCESS_DENIED)$/.test(code))
    return hasCertificate ? 'certificate_refused' : 'certificate_wanted';
  if (REFUSED.test(code)) return 'certificate_refused';
  if (/^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE))$/.test(code))
    return 'no_tls';
  return sent && !answered && CLOSED.includes(code) ? 'closed_after_handshake' : null;
}

/** nginx lets the handshake end well, and then answers 400 with a page of its own (its statuses 495 and 496 within). */
export function tlsTroubleOfPage(status: number, body: string): TlsTrouble | null {
  if (![400, 403, 495, 496].includes(status)) return null;
  if (/No required SSL certificate was sent|SSL Certificate Required/i.test(body)) return 'certificate_wanted';
  return /The SSL certificate error|SSL Certificate Error/i.test(body) ? 'certificate_refused' : null;
}

const UNKNOWN_CA = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
];
const BY_CODE: Readonly<Record<string, TlsTrouble>> = {
  ...Object.fromEntries(UNKNOWN_CA.map((code) => [code, 'unknown_ca' as const])),
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_host',
  HOSTNAME_MISMATCH: 'wrong_host',
};
const REFUSED =
  /^ERR_SSL_.*ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|DECRYPT_ERROR)$/;
const CLOSED: readonly string[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];
