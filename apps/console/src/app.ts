import { isRedisTransient } from '@guance-jira/queue';
import { errorBody, errorFields, type Metrics } from '@guance-jira/service';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { lateHandler } from './http/late-handler.ts';
import { refuseCrossSite } from './http/refuse-cross-site.ts';
import { Refused } from './http/refused.ts';
import { securityHeaders } from './http/security-headers.ts';
import { REDIS_DOWN, Unavailable } from './http/unavailable.ts';
import type { ProxyUsers } from './login/proxy-user.ts';
import { refuseReadOnly } from './login/refuse-read-only.ts';
import { type Login, requireLogin } from './login/require-login.ts';
import type { PageDeps } from './pages/deps.ts';
import { sendMessage } from './pages/send-page.ts';
import { visitOf } from './pages/visit-of.ts';

export interface AppDeps extends PageDeps {
  metrics: Metrics;
  /** The first one may change things; without a password, only for a loopback address. */
  logins: readonly [Login, ...Login[]];
  /** Single sign-on: whom a proxy at one of these addresses names. */
  proxy: (ProxyUsers & { readonly addresses: readonly string[] }) | null;
  /** Prometheus on the same machine needs no login. */
  openMetrics: boolean;
  allowDelete: boolean;
}

/** For the people who run this: the pages, the dashboard, the metrics, and a health check without a login. */
export function createApp(deps: AppDeps): Express {
  const { opened, metrics, log, allowDelete, isRedisReady } = deps;
  const app = express().disable('x-powered-by');
  if (deps.proxy !== null) app.set('trust proxy', deps.proxy.addresses);
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.use(securityHeaders);
  const everybody: Login = { user: '', password: undefined };
  app.get(
    '/metrics',
    requireLogin(deps.openMetrics ? [everybody] : deps.logins, deps.now, deps.proxy),
    async (_req, res) => {
      const { contentType, body } = await metrics.render();
      res.type(contentType).send(body);
    },
  );
  app.use(requireLogin(deps.logins, deps.now, deps.proxy), refuseCrossSite, refuseReadOnly(log));
  app.use(lateHandler(async () => (await import('./pages/routes.ts')).pageRoutes(deps)));
  const board = { queue: opened.queue, isReady: isRedisReady, allowDelete, log };
  app.use(
    '/dashboard',
    lateHandler(async () => (await import('./board/board.ts')).createBoard(board)),
  );
  app.use((req, res) => {
    if (!wantsPage(req))
      return void res.status(404).json(errorBody('not_found', 'Try /events, /dashboard or /metrics.'));
    const visit = visitOf(req, res, deps.now());
    sendMessage(res, visit, 404, visit.words.common.notFound, visit.words.common.notFoundText);
  });
  const onError: ErrorRequestHandler = (error, req, res, _next) => {
    if (error instanceof Refused) {
      if (!wantsPage(req)) return void res.status(error.status).json(errorBody(error.code, error.message));
      const visit = visitOf(req, res, deps.now());
      const [title, text] = visit.words.common.refused[error.code];
      // By the code the guide to troubles is found.
      return sendMessage(res, visit, error.status, title, `${text} (${error.status} ${error.code})`);
    }
    const isDown = error instanceof Unavailable || isRedisTransient(error);
    const status = isDown ? 503 : error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (isDown) res.set('Retry-After', '5');
    if (status >= 500 && !isDown) log.error('admin request failed unexpectedly', errorFields(error));
    const isOurs = status >= 500;
    if (!wantsPage(req))
      return void res.status(status).json(isDown ? errorBody('unavailable', REDIS_DOWN) : isOurs ? FAILED : NOT_TAKEN);
    const visit = visitOf(req, res, deps.now());
    const { common: says } = visit.words;
    if (!isDown)
      return isOurs
        ? sendMessage(res, visit, status, says.failed, says.failedText)
        : sendMessage(res, visit, status, says.notTaken, says.notTakenText);
    // To ask for a change again would be to do it again.
    const isLook = req.method === 'GET' || req.method === 'HEAD';
    sendMessage(res, visit, status, says.down, isLook ? says.downText : says.downChange, isLook);
  };
  return app.use(onError);
}

const NOT_TAKEN = errorBody('not_taken', 'The request is too large or cannot be read. Nothing was changed.');
const FAILED = errorBody('failed', "The request failed; the console's log may say why.");

/** Programs take anything, or JSON; only browsers name HTML first. */
function wantsPage(req: Request): boolean {
  return (req.headers.accept ?? '').includes('text/html') && !req.path.startsWith('/dashboard/api/');
}
