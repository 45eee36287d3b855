import { errorFields, type Log, type Metrics } from '@guance-jira/service';
import type { Queue } from 'bullmq';
import express, { type ErrorRequestHandler, type Express } from 'express';
import {
  type Login,
  refuseCrossSiteWrites,
  refuseReadersWrites,
  requireLogin,
  securityHeaders,
} from './admin-guard.ts';
import { createBoard } from './board.ts';
import { errorBody, Refusal } from './refusal.ts';

export interface AdminDeps {
  queue: Queue;
  isRedisReady: () => boolean;
  metrics: Metrics;
  /** The first one may change things; without a password, only for a loopback address. */
  logins: readonly [Login, ...Login[]];
  /** Prometheus on the same machine needs no login. */
  openMetrics: boolean;
  allowDelete: boolean;
  log: Log;
  now: () => number;
}

/** The second listener, for the people who run this: the dashboard, the metrics, and a health check without a login. */
export function createAdmin(deps: AdminDeps): Express {
  const { queue, metrics, log, allowDelete, isRedisReady } = deps;
  const app = express().disable('x-powered-by');
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.use(securityHeaders);
  const everybody: Login = { user: '', password: undefined };
  app.get('/metrics', requireLogin(deps.openMetrics ? [everybody] : deps.logins, deps.now), async (_req, res) => {
    const { contentType, body } = await metrics.render();
    res.type(contentType).send(body);
  });
  app.use(requireLogin(deps.logins, deps.now), refuseCrossSiteWrites, refuseReadersWrites(log));
  app.get('/', (_req, res) => res.redirect('/dashboard'));
  app.use('/dashboard', createBoard({ queue, isReady: isRedisReady, allowDelete, log }));
  app.use((_req, res) => void res.status(404).json(errorBody('not_found', 'Try /dashboard or /metrics.')));
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    if (error instanceof Refusal)
      return void res.status(error.status).set(error.headers).json(errorBody(error.code, error.message));
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) log.error('admin request failed unexpectedly', errorFields(error));
    res.status(status).json(errorBody('failed', 'The request failed; the log of the receiver may tell why.'));
  };
  return app.use(onError);
}
