import type { IncomingHttpHeaders } from 'node:http';
import { limitFailures } from '@guance-jira/service';
import type { RequestHandler } from 'express';
import { isLoopback } from '../config.ts';
import { Refused } from '../http/refused.ts';
import { type ProxyUsers, proxyUser } from './proxy-user.ts';
import { rememberLogins } from './remember-logins.ts';
import { sameSecret } from './same-secret.ts';

const FAILURES_A_MINUTE = 20;
/** By the headers of a request: all that Bull Board hands on of it. */
const namedByProxy = new WeakMap<object, string>();

/** Who may come in; `password` undefined: everybody on this machine. */
export interface Login {
  user: string;
  password: string | undefined;
  /** May look, and change nothing. */
  readOnly?: boolean;
}

/**
 * Basic authentication where a password is set. Without one (loopback only) the Host must be a loopback name as well, or a
 * web page could reach the port through a name of its own that points to 127.0.0.1 (DNS rebinding).
 *
 * Beyond some failures a minute nothing from that address is looked at, or guessing would go on at full speed until it is right.
 * People may share an address: who has logged in from there before still passes.
 *
 * Whom a trusted proxy names needs no password here.
 */
export function requireLogin(
  [login, ...others]: readonly [Login, ...Login[]],
  now: () => number,
  proxy: ProxyUsers | null = null,
): RequestHandler {
  const failures = limitFailures(FAILURES_A_MINUTE, 60_000, now);
  const before = rememberLogins();
  return (req, res, next) => {
    const named = proxy === null ? null : proxyUser(req, proxy);
    if (named !== null) {
      namedByProxy.set(req.headers, named.user);
      res.locals.readOnly = named.readOnly;
      return next();
    }
    if (login.password === undefined) {
      if (isLoopback(hostNameOf(req.headers.host))) return next();
      const message = 'Open the dashboard as http://localhost, or set DASHBOARD_PASSWORD.';
      return next(new Refused(403, 'forbidden', message));
    }
    const sent = credentialsOf(req.headers.authorization);
    const address = req.ip ?? '';
    const blockedFor =
      sent === null || before.has(address, req.headers.authorization) ? null : failures.blocked(address);
    if (blockedFor !== null) {
      res.set('Retry-After', String(blockedFor));
      const message = 'Too many wrong passwords from this address. Wait, then try again.';
      return next(new Refused(429, 'too_many_requests', message));
    }
    // All are compared, so that the time tells nothing of which one fits.
    const [known] = [login, ...others].filter(({ user, password }) => isSame(sent, user, password));
    if (known) {
      before.add(address, req.headers.authorization);
      res.locals.readOnly = known.readOnly === true;
      return next();
    }
    if (sent !== null) failures.count(address);
    res.set('WWW-Authenticate', 'Basic realm="guance-jira", charset="UTF-8"');
    next(new Refused(401, 'unauthorized', 'Log in with DASHBOARD_USER and DASHBOARD_PASSWORD.'));
  };
}

/** Who the proxy has named, else the user of a Basic login, or null. */
export function userOf(headers: IncomingHttpHeaders): string | null {
  return namedByProxy.get(headers) ?? credentialsOf(headers.authorization)?.user ?? null;
}

function credentialsOf(authorization: string | undefined): { user: string; password: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function isSame(sent: { user: string; password: string } | null, user: string, password: string | undefined): boolean {
  const known = sameSecret(`${sent?.user ?? ''}:${sent?.password ?? ''}`, `${user}:${password ?? ''}`);
  return known && sent !== null && password !== undefined;
}

function hostNameOf(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '');
}
