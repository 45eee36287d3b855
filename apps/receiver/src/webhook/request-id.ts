import { randomUUID } from 'node:crypto';

/** What proxies and tracing systems write: UUIDs, hex, base64, `Root=1-67891233-abcdef`. */
const SANE = /^[A-Za-z0-9._:+/=@;-]{1,128}$/;

/** The sender's X-Request-Id, or one of ours where it sent none, or one that could forge log lines or fill them. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : randomUUID();
}
