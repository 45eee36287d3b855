import type { Request } from 'express';

export interface ProxyUsers {
  /** Name of the header in which the proxy tells who has logged in with it. */
  readonly header: string;
  /** Who of them may change things; the others look. */
  readonly admins: readonly string[];
}

const MAX_NAME = 200;

/**
 * Who the proxy says is asking; null where it says nothing, or nobody may believe it: the connection comes from elsewhere, or the
 * header stands there twice, as where a proxy adds its own beside that of the client.
 */
export function proxyUser(req: Request, { header, admins }: ProxyUsers): { user: string; readOnly: boolean } | null {
  const isTrusted: unknown = req.app.get('trust proxy fn');
  const peer = req.socket.remoteAddress;
  // Of the connection itself, not of what X-Forwarded-For says.
  if (typeof isTrusted !== 'function' || peer === undefined || isTrusted(peer, 0) !== true) return null;
  const [value, ...others] = req.headersDistinct[header.toLowerCase()] ?? [];
  if (value === undefined || others.length > 0) return null;
  // Node reads headers byte by byte; proxies write UTF-8.
  const user = Buffer.from(value, 'latin1').toString('utf8').trim();
  if (user === '' || user.length > MAX_NAME || /[\p{Cc},]/u.test(user)) return null;
  return { user, readOnly: !admins.includes(user) };
}
