import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Jira has signed these bytes: `X-Hub-Signature: sha256=<hex>`, the HMAC of the body as it was sent. Cloud, and Data Center
 * from 10 on: https://developer.atlassian.com/cloud/jira/platform/webhooks/#validating-webhook-deliveries
 */
export function isSigned(bytes: Uint8Array, header: string | undefined, secret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header?.trim() ?? '')?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(bytes).digest(), Buffer.from(given, 'hex'));
}
