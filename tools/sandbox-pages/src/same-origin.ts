import type { Request } from 'express';

/** A name of loopback, so that no other name leads a browser here (DNS rebinding), and not sent by a page of another site. */
export function sameOrigin(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  const [origin, host] = [req.get('origin'), req.get('host') ?? ''];
  if (!/^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)) return false;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return false;
  return site === undefined || site === 'same-origin' || site === 'none';
}

export function fromThisMachine(req: Request): boolean {
  return sameOrigin(req) && /^(::1$|127\.|::ffff:127\.)/.test(req.socket.remoteAddress ?? '');
}
