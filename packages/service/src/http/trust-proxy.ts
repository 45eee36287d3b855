/** Which proxies are believed, as Express takes it: `TRUST_PROXY`. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { splitList } from '../config/env.ts';

export const TrustProxy = z
  .string()
  .transform((text, context): boolean | number | string[] => {
    const parsed = parseTrustProxy(text);
    if (parsed === null)
      context.addIssue({ code: 'custom', message: 'must be true, false, a number of proxies, or addresses' });
    return parsed ?? false;
  })
  .default(false)
  .describe(
    'whose X-Forwarded-For is trusted: `false`, the number of proxies, or their addresses, comma separated (`loopback`, `10.0.0.0/8`); CONSOLE_USER_HEADER needs addresses',
  );

/** Null when it is none of that. */
function parseTrustProxy(text: string): boolean | number | string[] | null {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const parts = splitList(text);
  return parts.length > 0 && parts.every(isProxyAddress) ? parts : null;
}

function isProxyAddress(part: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true;
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
