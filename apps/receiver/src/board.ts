import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Log } from '@guance-jira/service';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import { userOf } from './admin-guard.ts';
import { errorBody, Refusal } from './refusal.ts';

const BASE_PATH = '/dashboard';

/** What people may change without DASHBOARD_ALLOW_DELETE: how and when events are handled, never which or what they say. */
const HARMLESS = [
  '/api/queues/pause',
  '/api/queues/resume',
  '/api/queues/:queueName/pause',
  '/api/queues/:queueName/resume',
  '/api/queues/:queueName/promote',
  '/api/queues/:queueName/retry/:queueStatus',
  '/api/queues/:queueName/concurrency',
  '/api/queues/:queueName/rate-limit',
  '/api/queues/:queueName/rate-limit/release',
  '/api/queues/:queueName/:jobId/retry',
  '/api/queues/:queueName/:jobId/promote',
  '/api/queues/:queueName/:jobId/delay',
  '/api/queues/:queueName/:jobId/priority',
];

/**
 * Bull Board in Chinese and English. Its page takes the language from the configuration that the server wrote into it, so
 * there is one board for each, and Accept-Language chooses.
 */
export function createBoard(deps: {
  queue: Queue;
  isReady: () => boolean;
  allowDelete: boolean;
  log: Log;
}): RequestHandler {
  const chinese = boardIn({ language: 'zh-CN', title: '观测云 → Jira', description: '观测云告警事件' }, deps);
  const english = boardIn({ language: 'en-US', title: 'Guance → Jira', description: 'Guance alert events' }, deps);
  return (req, res, next) => {
    if (req.path.startsWith('/api/') && !deps.isReady())
      return void res
        .status(503)
        .set('Retry-After', '5')
        .json({ ...errorBody('unavailable', REDIS_DOWN) });
    res.vary('Accept-Language');
    const board = req.acceptsLanguages('zh-CN', 'zh', 'en')?.toString().startsWith('zh') ? chinese : english;
    return board(req, res, next);
  };
}

const REDIS_DOWN = 'Redis does not answer. Events are kept on disk until it does.';

function boardIn(
  page: { language: string; title: string; description: string },
  { queue, allowDelete, log }: { queue: Queue; allowDelete: boolean; log: Log },
): RequestHandler {
  const serverAdapter = new ExpressAdapter().setBasePath(BASE_PATH);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { allowRetries: true, description: page.description })],
    serverAdapter,
    options: {
      uiConfig: { boardTitle: page.title, hideDocsLink: true, locale: { lng: page.language } },
      handlerHooks: {
        before: ({ method, route, request }) => {
          if (method === 'get') return;
          const allowed = allowDelete || HARMLESS.includes(route);
          const { jobId, queueStatus } = request.params;
          log.warn('admin action', {
            user: userOf(String(request.headers?.authorization ?? '')),
            method: method.toUpperCase(),
            action: route.replace(/^\/api\/queues\/(?::queueName\/)?(?::jobId\/)?/, ''),
            eventId: typeof jobId === 'string' ? jobId.replace(/^ev_/, '') : null,
            jobs: queueStatus ?? null,
            allowed,
          });
          return allowed
            ? undefined
            : { allow: false, status: 403, message: 'Set DASHBOARD_ALLOW_DELETE=true to add, edit or delete events.' };
        },
      },
    },
  });
  // After createBullBoard, which sets its own. What is thrown here goes on to the error handler of the listener.
  serverAdapter.setErrorHandler((error) => {
    const blamesRequest = 'status' in error && Number(error.status) < 500;
    throw blamesRequest || error.name === 'ReplyError'
      ? error
      : new Refusal('unavailable', REDIS_DOWN, { 'Retry-After': '5' });
  });
  return serverAdapter.getRouter();
}
