import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { isRedisTransient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { Queue } from 'bullmq';
import express, { type RequestHandler } from 'express';
import { REDIS_DOWN, Unavailable } from '../http/unavailable.ts';
import { userOf } from '../login/require-login.ts';
import { languageOf, pageLanguages } from '../words/language.ts';
import { type JobLink, jobLink } from './job-link.ts';
import { type PageWords, pageWords } from './page-words.ts';
import { rewriteBoardHtml } from './rewrite-board-html.ts';

const BASE_PATH = '/dashboard';
/** Bull Board finds it by itself only where its packages lie in node_modules, which they do not once built. */
const UI = dirname(fileURLToPath(import.meta.resolve('@bull-board/ui/package.json')));

/** What people may change without DASHBOARD_ALLOW_DELETE: how and when events are handled, never which or what they say. */
const ALLOWED_ACTIONS = [
  '/api/queues/pause',
  '/api/queues/resume',
  '/api/queues/:queueName/pause',
  '/api/queues/:queueName/resume',
  '/api/queues/:queueName/promote',
  '/api/queues/:queueName/retry/:queueStatus',
  '/api/queues/:queueName/rate-limit/release',
  '/api/queues/:queueName/:jobId/retry',
  '/api/queues/:queueName/:jobId/promote',
  '/api/queues/:queueName/:jobId/delay',
  '/api/queues/:queueName/:jobId/priority',
];

/** A limit of the queue stays in Redis, holds every event, and looks like a pause of Jira's. */
const REFUSED_ACTIONS = ['/api/queues/:queueName/concurrency', '/api/queues/:queueName/rate-limit'];

interface BoardDeps {
  queue: Queue;
  isReady: () => boolean;
  allowDelete: boolean;
  log: Log;
}

/**
 * Bull Board in each language, and each once more for those who may only look. Its page takes language and rights from
 * the configuration that the server wrote into it, so there is one board for each; the person's language and the login choose.
 */
export function createBoard(deps: BoardDeps): RequestHandler {
  const boards = [false, true].map(
    (readOnly) =>
      new Map(pageLanguages.map((language) => [language, boardIn({ ...pageWords[language], readOnly }, deps)])),
  );
  return express.Router().use(rewriteBoardHtml(deps.allowDelete), (req, res, next) => {
    if (req.path.startsWith('/api/') && !deps.isReady()) throw new Unavailable(REDIS_DOWN);
    res.vary('Accept-Language, Cookie');
    const board = boards[res.locals.readOnly === true ? 1 : 0]?.get(languageOf(req));
    return board ? board(req, res, next) : next();
  });
}

const NO_EDITS = 'Set DASHBOARD_ALLOW_DELETE=true to add, edit or delete events.';
const NO_LIMITS =
  'The queue takes no limits: JIRA_MAX_RPS limits the requests to Jira, WORKER_CONCURRENCY the events at a time, and a pause holds all.';

function boardIn(page: PageWords & { readOnly: boolean }, { queue, allowDelete, log }: BoardDeps): RequestHandler {
  const serverAdapter = new ExpressAdapter().setBasePath(BASE_PATH);
  createBullBoard({
    queues: [
      new BullMQAdapter(queue, {
        allowRetries: !page.readOnly,
        readOnlyMode: page.readOnly,
        description: page.description,
        // Its type wants a link for each job; its page takes none as well.
        externalJobUrl: (job) => jobLink(job, page.guance) as JobLink,
      }),
    ],
    serverAdapter,
    options: {
      uiBasePath: UI,
      uiConfig: { boardTitle: page.title, hideDocsLink: true, locale: { lng: page.language } },
      handlerHooks: {
        before: ({ method, route, request }) => {
          if (method === 'get') return;
          const limits = REFUSED_ACTIONS.includes(route);
          const allowed = !limits && (allowDelete || ALLOWED_ACTIONS.includes(route));
          const { jobId, queueStatus } = request.params;
          log.warn('admin action', {
            user: userOf(request.headers ?? {}),
            method: method.toUpperCase(),
            action: route.replace(/^\/api\/queues\/(?::queueName\/)?(?::jobId\/)?/, ''),
            eventId: typeof jobId === 'string' ? jobId.replace(/^ev_/, '') : null,
            jobs: queueStatus ?? null,
            allowed,
          });
          return allowed ? undefined : { allow: false, status: 403, message: limits ? NO_LIMITS : NO_EDITS };
        },
      },
    },
  });
  // After createBullBoard, which sets its own. What is thrown here goes on to the error handler of the listener.
  serverAdapter.setErrorHandler((error) => {
    const blamesRequest = 'status' in error && Number(error.status) < 500;
    throw blamesRequest || !isRedisTransient(error) ? error : new Unavailable(REDIS_DOWN);
  });
  return serverAdapter.getRouter();
}
