import { errorBody, errorFields, type Log, type Metrics } from '@guance-jira/service';
import type { Queue } from 'bullmq';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { createBoard } from './board/board.ts';
import { refuseCrossSite } from './http/refuse-cross-site.ts';
import { securityHeaders } from './http/security-headers.ts';
import { Unavailable } from './http/unavailable.ts';
import { refuseReadOnly } from './login/refuse-read-only.ts';
import { type Login, requireLogin } from './login/require-login.ts';

export interface AppDeps {
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

/** For the people who run this: the dashboard, the metrics, and a health check without a login. */
export function createApp(deps: AppDeps): Express {
  const { queue, metrics, log, allowDelete, isRedisReady } = deps;
  const app = express().disable('x-powered-by');
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.use(securityHeaders);
  const everybody: Login = { user: '', password: undefined };
  app.get('/metrics', requireLogin(deps.openMetrics ? [everybody] : deps.logins, deps.now), async (_req, res) => {
    const { contentType, body } = await metrics.render();
    res.type(contentType).send(body);
  });
  app.use(requireLogin(deps.logins, deps.now), refuseCrossSite, refuseReadOnly(log));
  app.get('/', (_req, res) => res.redirect('/dashboard'));
  app.use('/dashboard', createBoard({ queue, isReady: isRedisReady, allowDelete, log }));
  app.use((_req, res) => void res.status(404).json(errorBody('not_found', 'Try /dashboard or /metrics.')));
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    if (error instanceof Unavailable)
      return void res.status(503).set('Retry-After', '5').json(errorBody('unavailable', error.message));
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) log.error('admin request failed unexpectedly', errorFields(error));
    res.status(status).json(errorBody('failed', 'The request failed; the log of the console may tell why.'));
  };
  return app.use(onError);
}
