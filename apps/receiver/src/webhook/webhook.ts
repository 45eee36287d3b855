import { randomUUID } from 'node:crypto';
import { isNotice, jobsOf, type RefusedDelivery, readBody, validTraceparent } from '@guance-jira/queue';
import { errorBody, errorFields, type Log, type Readiness, rateLimitedLog, type Tracing } from '@guance-jira/service';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { Refusal } from '../http/refusal.ts';
import { refusalOf } from '../http/refusal-of.ts';
import type { Accept, DeliveryStatus } from '../ingest/accept.ts';
import type { Authenticate } from './authenticate.ts';
import { readBytes } from './body/read-bytes.ts';
import { withinBounds } from './bound-workspaces.ts';
import { credentialsOf } from './credentials.ts';
import type { EventBudget } from './event-budget.ts';
import type { HideTokens } from './hide-tokens.ts';
import { createNoteRefused } from './note-refused.ts';
import { createReportNotices } from './report-notices.ts';
import { requestIdOf } from './request-id.ts';
import { createSend, withRequestId } from './send-json.ts';
import { type DeliveryTrace, traceDelivery } from './trace-delivery.ts';

const SHOWN_IDS = 5;

/** What is counted of deliveries and of the events in them. */
export interface DeliveryMetrics {
  delivered(status: number, token: string, durationMs: number): void;
  accepted(status: DeliveryStatus): void;
}

export interface WebhookDeps {
  authenticate: Authenticate;
  /** Changes that Jira tells of; null where none are taken. */
  changes: RequestHandler | null;
  hideTokens: HideTokens;
  budget: EventBudget;
  accept: Accept;
  readiness: () => Readiness;
  /** True while the process stops: then no connection is kept alive. */
  stopping: () => boolean;
  metrics: DeliveryMetrics;
  /** For people who miss an alert; told of at a bounded rate, and never waited for. */
  noteRefused: (refused: RefusedDelivery) => void;
  /** Null: no traces. */
  tracing: Tracing | null;
  trustProxy: boolean | number | string[];
  log: Log;
  now: () => number;
}

/** The public listener: the webhook and two health checks. */
export function createWebhook(deps: WebhookDeps): Express {
  const { log, metrics, now, tracing } = deps;
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false);
  app.set('trust proxy', deps.trustProxy);
  // A scanner must not fill the disk: refusals before authentication are logged at a bounded rate.
  const refused = rateLimitedLog<Record<string, unknown>>(1_000, (fields, suppressed) =>
    log.warn('delivery refused', { ...fields, suppressed }),
  );

  const note = createNoteRefused(deps.noteRefused);

  const reportNotices = createReportNotices(log);

  const deliver = async (req: Request, res: Response): Promise<void> => {
    const startedAt = now();
    const requestId = requestIdOf(req.headers['x-request-id']);
    let token: string | null = null;
    let size = 0;
    let trace: DeliveryTrace | null = null;
    try {
      if (req.method !== 'POST') throw new Refusal('method_not_allowed', 'Send events with POST.', { Allow: 'POST' });
      const bearer = deps.authenticate({ candidates: credentialsOf(req), address: () => req.ip ?? '' });
      token = bearer.label;
      const parent = validTraceparent(req.get('traceparent'));
      // Not before the token is known: a scanner must not fill the store of traces either.
      if (tracing) trace = traceDelivery(tracing, parent, startedAt);
      const bytes = await readBytes(req);
      size = bytes.length;
      const body = deps.hideTokens(readBody(bytes, req.headers['content-type']), bytes);
      const jobs = jobsOf(body, {
        receivedAt: startedAt,
        traceparent: trace ? trace.enqueue() : parent,
        uniqueId: randomUUID,
      });
      deps.budget.take(token, jobs.length);
      const { ours: alerts, others } = withinBounds(
        jobs.filter(({ event }) => !isNotice(event)),
        bearer.workspaces,
      );
      const kept = alerts.length === 0 ? [] : await deps.accept(alerts, size);
      const inOrder = kept.values();
      const taken = others.length === 0 ? jobs : jobs.filter((job) => !others.includes(job));
      const statuses = taken.map(({ event }) => (isNotice(event) ? 'ignored' : (inOrder.next().value ?? 'queued')));
      const accepted = taken.map(({ eventId }, index) => ({ eventId, status: statuses[index] }));
      const refusedOnes = others.map(({ eventId }) => ({ eventId, code: 'wrong_workspace' }));
      const answer = others.length === 0 ? { accepted } : { accepted, refused: refusedOnes };
      send(res, 202, answer, { 'X-Request-Id': requestId });
      for (const status of statuses) metrics.accepted(status);
      if (alerts.length + others.length < jobs.length)
        reportNotices(
          jobs.filter(({ event }) => isNotice(event)),
          requestId,
        );
      const level = others.length === 0 ? 'info' : 'warn';
      log[level]('delivery handled', {
        status: 202,
        // A field called `token` would be taken for a secret and blotted out.
        tokenLabel: token,
        events: jobs.length,
        ...countsOf(statuses),
        ...(others.length === 0 ? {} : { wrongWorkspace: others.length }),
        eventIds: alerts.slice(0, SHOWN_IDS).map(({ eventId }) => eventId.slice(0, 128)),
        bytes: size,
        durationMs: now() - startedAt,
        requestId,
        traceId: traceIdOf(jobs[0]?.traceparent),
      });
      if (others.length > 0)
        note({ ...sender(req), at: startedAt, code: 'wrong_workspace', tokenLabel: token, count: others.length });
      metrics.delivered(202, token, now() - startedAt);
      trace?.end({ status: 202, tokenLabel: token, requestId, bytes: size, events: jobs.length });
    } catch (error) {
      const refusal = refusalOf(error);
      const { status, code } = refusal;
      if (code === 'internal_error') log.error('delivery failed unexpectedly', { ...errorFields(error), requestId });
      send(res, status, errorBody(code, refusal.message), { 'X-Request-Id': requestId, ...refusal.headers });
      const durationMs = now() - startedAt;
      const fields = { status, code, tokenLabel: token, bytes: size, durationMs, requestId };
      if (token === null) refused({ ...fields, address: req.ip });
      else log.warn('delivery handled', { ...fields, events: 0 });
      if (code !== 'method_not_allowed') note({ ...sender(req), at: startedAt, code, tokenLabel: token, count: 1 });
      metrics.delivered(status, token ?? 'none', durationMs);
      trace?.end({ status, tokenLabel: token ?? 'none', requestId, bytes: size, events: 0, error: code });
    }
  };
  const send = createSend(deps.stopping);
  const readOnly = (handler: (res: Response) => void) => (req: Request, res: Response) => {
    if (req.method === 'GET' || req.method === 'HEAD') handler(res);
    else send(res, 405, errorBody('method_not_allowed', 'Use GET.'), { ...withRequestId(res), Allow: 'GET, HEAD' });
  };

  // A pattern without parameters, since a token with a broken %-escape must be a wrong token, not another error.
  // More than one slash comes from an address that ends in one, joined to a path.
  app.all(/^\/+webhook\/+guance(?:\/+[^/]*)?\/{0,}$/, deliver);
  if (deps.changes) app.all(/^\/+webhook\/+jira(?:\/+[^/]*)?\/{0,}$/, deps.changes);
  app.all(
    '/healthz',
    readOnly((res) => send(res, 200, { status: 'ok' })),
  );
  app.all(
    '/readyz',
    readOnly((res) => {
      const readiness = deps.readiness();
      send(res, readiness.status === 'unavailable' ? 503 : 200, readiness);
    }),
  );
  app.use((_req, res) =>
    send(res, 404, errorBody('not_found', 'There is nothing here. Events go to /webhook/guance.')),
  );
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal_error') log.error('request failed unexpectedly', errorFields(error));
    send(res, refusal.status, errorBody(refusal.code, refusal.message), { ...withRequestId(res), ...refusal.headers });
  };
  return app.use(onError);
}

function sender(req: Request): { address: string } {
  return { address: req.ip ?? '' };
}

/** By which the lines of receiver and worker and the spans of a trace are found together. */
function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent?.slice(3, 35);
}

function countsOf(statuses: readonly DeliveryStatus[]): Record<DeliveryStatus, number> {
  const counts = { queued: 0, duplicate: 0, spooled: 0, ignored: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
}
