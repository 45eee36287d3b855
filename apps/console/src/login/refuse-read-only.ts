import type { Log } from '@guance-jira/service';
import type { RequestHandler } from 'express';
import { Refused } from '../http/refused.ts';
import { userOf } from './require-login.ts';

/** Looks, though it is asked with POST for the length of what is given. */
const LOOKS: readonly string[] = ['/playground', '/playground/complete'];

/** Refuses every change by somebody who may only look. */
export function refuseReadOnly(log: Log): RequestHandler {
  return (req, res, next) => {
    if (res.locals.readOnly !== true || req.method === 'GET' || req.method === 'HEAD' || LOOKS.includes(req.path))
      return next();
    log.warn('admin action', {
      user: userOf(req.headers),
      method: req.method,
      action: req.path,
      allowed: false,
    });
    next(new Refused(403, 'read_only', 'This user has read-only access.'));
  };
}
