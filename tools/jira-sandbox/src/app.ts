import express, { type ErrorRequestHandler, type Express, Router } from 'express';
import { controlRouter } from './control/router.ts';
import type { SettingsHooks } from './control/settings.ts';
import { type ExchangeDeps, exchanger } from './http/exchange.ts';
import { isMultipart, multipart } from './http/files.ts';
import { tokenEndpoint, tokenPath } from './http/oauth.ts';
import { agileRoutes, routesOf } from './http/route-table.ts';
import { webRouter } from './web/router.ts';

const bodyLimit = '20mb';

/** The Express app: REST below `/rest/api`, pages at `/`, control below `/_sandbox`, all under the context path. */
export function createApp(deps: ExchangeDeps, hooks: SettingsHooks): Express {
  const { state } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const site = Router();
  const text = express.text({ type: (req) => !isMultipart(req), limit: bodyLimit, defaultCharset: 'utf-8' });
  site.use(text, express.raw({ type: multipart, limit: bodyLimit }));
  const exchange = exchanger(deps);
  const token = tokenEndpoint(state, deps.sleep);
  // Atlassian's stands on a host of its own, so outside the path of the gateway.
  if (state.isCloud) app.post(tokenPath.cloud, text, token);
  else site.post(tokenPath.datacenter, token);
  for (const route of routesOf(state.dialect)) {
    for (const version of state.isCloud ? ['3', '2', 'latest'] : ['2', 'latest']) {
      const path = `/rest/api/${version}${route.path}`;
      site[methodNames[route.method]](path, (req, res) => exchange(route, req, res));
    }
  }
  for (const route of agileRoutes)
    site[methodNames[route.method]](`/rest/agile/1.0${route.path}`, (req, res) => exchange(route, req, res));
  site.use('/rest', (req, res) => exchange(undefined, req, res));
  site.use('/_sandbox', controlRouter(state, hooks));
  site.use(webRouter(state));
  app.use(state.contextPath === '' ? '/' : state.contextPath, site);
  app.use(failed);
  return app;
}

/** A request that Express cannot read keeps its status; anything else is a fault of the sandbox, and said so. */
const failed: ErrorRequestHandler = (error, _req, res, _next) => {
  const status = Number(error?.status ?? error?.statusCode ?? 500);
  if (status >= 500) console.error(error);
  if (res.headersSent) res.destroy();
  else
    res.status(status).json({ errorMessages: [status >= 500 ? 'Internal server error' : 'Bad request'], errors: {} });
};

const methodNames = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;
