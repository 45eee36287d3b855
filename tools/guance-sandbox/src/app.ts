import express, { type ErrorRequestHandler, type Express, Router } from 'express';
import type { GuanceControl } from './control/control.ts';
import { controlRouter } from './control/router.ts';
import { type ExchangeDeps, exchanger } from './openapi/exchange.ts';
import { routes } from './openapi/route-table.ts';
import { webRouter } from './web/router.ts';

/** The OpenAPI below `/api/v1`, the page at `/`, control below `/_sandbox`. */
export function createApp(deps: ExchangeDeps, control: GuanceControl): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const text = express.text({ type: () => true, limit: '5mb', defaultCharset: 'utf-8' });
  const exchange = exchanger(deps);
  const api = Router();
  api.use(text);
  for (const route of routes)
    api[route.method === 'GET' ? 'get' : 'post'](route.path, (req, res) => exchange(route, req, res));
  api.use((req, res) => exchange(undefined, req, res));
  app.use('/api/v1', api);
  app.use('/_sandbox', text, controlRouter(control));
  app.use(webRouter(deps.state, control));
  app.use(failed);
  return app;
}

/** A request that Express cannot read keeps its status; anything else is a fault of the sandbox, and said so. */
const failed: ErrorRequestHandler = (error, _req, res, _next) => {
  const status = Number(error?.status ?? error?.statusCode ?? 500);
  if (status >= 500) console.error(error);
  if (res.headersSent) res.destroy();
  else res.status(status).json({ error: status >= 500 ? 'internal error' : 'bad request' });
};
