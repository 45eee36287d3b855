/** One POST of Jira: who sends, what has changed, durably kept, answered. What it says is a hint; the worker reads the issue. */
import { randomUUID } from 'node:crypto';
import { type ChangeJob, type RefusedDelivery, validTraceparent } from '@guance-jira/queue';
import { errorBody, errorFields, type Log, rateLimitedLog } from '@guance-jira/service';
import type { Request, RequestHandler } from 'express';
import { Refusal } from '../../http/refusal.ts';
import { refusalOf } from '../../http/refusal-of.ts';
import type { Accept } from '../../ingest/accept.ts';
import type { Authenticate } from '../authenticate.ts';
import { readBytes } from '../body/read-bytes.ts';
import { credentialsOf } from '../credentials.ts';
import type { EventBudget } from '../event-budget.ts';
import { createNoteRefused } from '../note-refused.ts';
import { requestIdOf } from '../request-id.ts';
import { createSend } from '../send-json.ts';
import { readChange } from './read-change.ts';
import { isSigned } from './signature.ts';

export interface JiraWebhookDeps {
  authenticate: Authenticate;
  /** Null: deliveries need no signature, as Data Center before 10 makes none. */
  secret: string | null;
  budget: EventBudget;
  accept: Accept;
  stopping: () => boolean;
  metrics: { delivered(status: number, token: string, durationMs: number): void };
  noteRefused: (refused: RefusedDelivery) => void;
  log: Log;
  now: () => number;
}

export function createJiraWebhook(deps: JiraWebhookDeps): RequestHandler {
  const { log, metrics, now } = deps;
  const send = createSend(deps.stopping);
  const refused = rateLimitedLog<Record<string, unknown>>(1_000, (fields, suppressed) =>
    log.warn('jira delivery refused', { ...fields, suppressed }),
  );
  const note = createNoteRefused(deps.noteRefused);
  return async (req, res) => {
    const startedAt = now();
    const requestId = requestIdOf(req.headers['x-request-id']);
    let token: string | null = null;
    try {
      if (req.method !== 'POST') throw new Refusal('method_not_allowed', 'Send changes with POST.', { Allow: 'POST' });
      token = deps.authenticate({ candidates: credentialsOf(req), address: () => req.ip ?? '' }).label;
      const bytes = await readBytes(req);
      if (deps.secret !== null && !isSigned(bytes, req.get('x-hub-signature'), deps.secret))
        throw new Refusal(
          'unauthorized',
          'X-Hub-Signature is missing or wrong. Give the webhook in Jira the secret of JIRA_WEBHOOK_SECRET.',
        );
      const job = jobOf(bytes, req, startedAt);
      const kept = [];
      if (job !== null) {
        deps.budget.take(token, 1);
        for (const status of await deps.accept([job], bytes.length)) kept.push({ eventId: job.eventId, status });
      }
      send(res, 202, { accepted: kept }, { 'X-Request-Id': requestId });
      const status = kept[0]?.status ?? 'no_issue';
      const { issueKey = null, by = null, fields = null } = job?.event ?? {};
      const facts = { status: 202, tokenLabel: token, eventId: job?.eventId, issueKey, by, fields, change: status };
      log.info('jira delivery handled', { ...facts, durationMs: now() - startedAt, requestId });
      metrics.delivered(202, token, now() - startedAt);
    } catch (error) {
      const refusal = refusalOf(error);
      const { status, code } = refusal;
      if (code === 'internal_error')
        log.error('jira delivery failed unexpectedly', { ...errorFields(error), requestId });
      send(res, status, errorBody(code, refusal.message), { 'X-Request-Id': requestId, ...refusal.headers });
      refused({ status, code, tokenLabel: token, address: req.ip, durationMs: now() - startedAt, requestId });
      const sender = { address: req.ip ?? '' };
      if (code !== 'method_not_allowed') note({ ...sender, at: startedAt, code, tokenLabel: token, count: 1 });
      metrics.delivered(status, token ?? 'none', now() - startedAt);
    }
  };
}

/** @throws Refusal invalid_json */
function jobOf(bytes: Uint8Array, req: Request, receivedAt: number): ChangeJob | null {
  const traceparent = validTraceparent(req.get('traceparent'));
  try {
    const event = readChange(bytes);
    if (event === null) return null;
    const job = { v: 1001 as const, kind: 'change' as const, eventId: idOf(req), event, receivedAt };
    return traceparent === undefined ? job : { ...job, traceparent };
  } catch {
    throw new Refusal('invalid_json', 'The body is not valid JSON.');
  }
}

/**
 * The same when Jira sends it again. Automation gives none, and the same body may tell of another change:
 * https://developer.atlassian.com/cloud/jira/platform/webhooks/#webhook-identifier
 */
function idOf(req: Request): string {
  const given = req.get('x-atlassian-webhook-identifier')?.trim() ?? '';
  return /^[\x21-\x7e]{1,200}$/.test(given) ? `jira:${given}` : `jira:${randomUUID()}`;
}
