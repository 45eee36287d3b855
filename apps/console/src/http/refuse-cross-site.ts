import type { RequestHandler } from 'express';
import { Refused } from './refused.ts';

/** Refuses writes that another site's page sends with the login of the person who looks at it. */
export const refuseCrossSite: RequestHandler = (req, _res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  const site = req.headers['sec-fetch-site'];
  const origin = req.headers.origin;
  const ours =
    site === undefined ? origin === undefined || hostOf(origin) === req.headers.host : site === 'same-origin';
  if (ours) return next();
  next(new Refused(403, 'cross_site', 'Changes are accepted only from the dashboard itself.'));
};

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
