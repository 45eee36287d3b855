import { errorBody, type Log } from '@guance-jira/service';
import type { RequestHandler } from 'express';
import { userOf } from './require-login.ts';

/** Refuses every change by somebody who may only look. */
export function refuseReadOnly(log: Log): RequestHandler {
  return (req, res, next) => {
    if (res.locals.readOnly !== true || req.method === 'GET' || req.method === 'HEAD') return next();
    log.warn('admin action', {
      user: userOf(req.headers.authorization),
      method: req.method,
      action: req.path,
      allowed: false,
    });
    res.status(403).json(errorBody('read_only', 'This user may look, and change nothing.'));
  };
}
