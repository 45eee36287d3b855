/** The console's own pages and what they need. */
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Response, type Router } from 'express';
import { serveModules } from '../http/module-files.ts';
import { REDIS_DOWN, Unavailable } from '../http/unavailable.ts';
import type { PageDeps } from './deps.ts';
import { retryFromPage } from './event/retry-from-page.ts';
import { showEvent } from './event/show-event.ts';
import { askRetryAll, doRetryAll } from './events/retry-all.ts';
import { showEvents } from './events/show-events.ts';
import { showFault, showFaults, showStorm } from './faults/show-faults.ts';
import { pauseJira, resumeJira, showJira } from './jira/show-jira.ts';
import { showOverview } from './overview/show-overview.ts';
import { completeInPlayground, showPlayground, tryInPlayground } from './playground/show-playground.ts';
import { showRefused } from './refused/show-refused.ts';
import { showRules } from './rules/show-rules.ts';

export function pageRoutes(deps: PageDeps): Router {
  const router = express.Router();
  router.use('/assets/uplot', express.static(UPLOT, { index: false, cacheControl: false, setHeaders: askAgain }));
  router.use('/assets', express.static(ASSETS, { index: false, cacheControl: false, setHeaders: askAgain }));
  router.use('/assets/editor', serveModules(editor));
  const redis: RequestHandler = (_req, _res, next) => {
    if (!deps.isRedisReady()) throw new Unavailable(REDIS_DOWN);
    next();
  };
  const form = express.urlencoded({ extended: false, limit: '10kb' });
  router.get('/', showOverview(deps));
  router.get('/events', redis, showEvents(deps));
  router.get('/events/:id', redis, showEvent(deps));
  router.get('/refused', redis, showRefused(deps));
  router.get('/routes', redis, showRules(deps));
  // An alert and the rules beside it.
  const tried = express.urlencoded({ extended: false, limit: '8mb', parameterLimit: 100 });
  router.get('/playground', redis, showPlayground(deps));
  router.post('/playground', redis, tried, tryInPlayground(deps));
  router.post('/playground/complete', tried, completeInPlayground);
  router.post('/events/:id/retry', redis, retryFromPage(deps));
  router.get('/retry', redis, askRetryAll(deps));
  router.post('/retry', redis, form, doRetryAll(deps));
  router.get('/jira', redis, showJira(deps));
  router.post('/jira/pause', redis, form, pauseJira(deps));
  router.post('/jira/resume', redis, resumeJira(deps));
  router.get('/faults', redis, showFaults(deps));
  router.get('/faults/:key', redis, showFault(deps));
  router.get('/storms', redis, showStorm(deps));
  return router;
}

/** From our own node_modules: nothing comes from elsewhere. */
const UPLOT = fileURLToPath(new URL('.', import.meta.resolve('uplot/dist/uPlot.min.css')));
const ASSETS = fileURLToPath(new URL('../static', import.meta.url));

/** A megabyte where it is built, and most who open the console never see the editor. */
async function editor(): Promise<ReadonlyMap<string, string>> {
  const { editorModules } = await import('./playground/editor-modules.ts');
  return editorModules();
}

/** A newer version must not be looked at through an old style. */
function askAgain(res: Response): void {
  res.set('Cache-Control', 'no-cache');
}
