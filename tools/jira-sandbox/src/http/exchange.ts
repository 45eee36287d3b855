import type { Request, Response } from 'express';
import type { Answer } from '../answer.ts';
import type { Call, MadeIssue } from '../call.ts';
import { JiraError } from '../errors.ts';
import { act } from '../faults/act.ts';
import type { FaultAction } from '../faults/rule.ts';
import { isObject, parseJson } from '../json.ts';
import type { SandboxState } from '../state/state.ts';
import { authenticate, loginRequired } from './auth.ts';
import { filesOf, type SentFile } from './files.ts';
import { identityHeaders } from './headers.ts';
import {
  cloudRefusal,
  cloudVerdict,
  dataCenterVerdict,
  PerIssueWindow,
  TokenBucket,
  type Verdict,
} from './rate-limit.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Route } from './route-table.ts';
import { wireOf } from './wire.ts';

export type ExchangeDeps = {
  state: SandboxState;
  sleep: (ms: number) => Promise<void>;
  /** Resolves when what was committed so far is in the data file. */
  saved: () => Promise<void>;
};

/** Takes REST requests from the gate (limit, maintenance, faults) through login and handler to the answer. */
export function exchanger({ state, sleep, saved }: ExchangeDeps) {
  const bucket = new TokenBucket();
  const perIssue = new PerIssueWindow();

  return async (route: Route | undefined, req: Request, res: Response): Promise<void> => {
    const startedAt = state.now();
    const baseUrl = `${req.protocol}://${req.get('host') ?? 'localhost'}${state.contextPath}`;
    const text = typeof req.body === 'string' ? req.body : '';
    const body = text === '' ? undefined : parseJson(text);
    const path = req.originalUrl.slice(state.contextPath.length);
    const caller = authenticate(state, req.get('authorization'), baseUrl);
    const kind = route?.kind ?? 'other';
    const account = caller.account?.login ?? null;
    const entry = state.log.add({
      ...{ at: startedAt, method: req.method, path, kind, route: route?.id ?? null, account },
      ...{ body: body ?? null, status: null, committed: false, fault: null, durationMs: null },
    });
    const wire = wireOf(res, sleep, (status) => {
      entry.status = status;
      entry.durationMs = state.now() - startedAt;
    });
    const verdict = limits(state, bucket, perIssue, route, req);
    const identity = identityHeaders(state, caller.account, caller.reason);
    const dressed = (answer: Answer): Answer => ({
      ...answer,
      headers: { ...identity, ...verdict.headers, ...answer.headers },
    });
    const gate = verdict.refused ?? maintenance(state);
    if (gate !== undefined) return wire.send(dressed(gate));

    const fault = state.faults.take({ method: req.method, path, kind, body: text });
    const made: MadeIssue = { ...fault?.made, key: keyAtOnce(state, fault?.action, body) };
    const half = state.settings.latencyMs / 2;
    const commit = async (): Promise<Answer> => {
      if (half > 0) await sleep(half);
      const files = await filesOf(req);
      const refused = caller.refused ?? xsrfFailure(req) ?? unreadable(req.method, text, body, files);
      const answer = refused ?? run(route, call(state, req, caller.account, { body, files }, baseUrl, made), entry);
      await saved();
      if (half > 0) await sleep(half);
      return dressed(answer);
    };
    if (fault === undefined) return wire.send(await commit());
    entry.fault = JSON.stringify(fault.action);
    const send = (answer: Answer) => wire.send(dressed(answer));
    return act(fault.action, { ...wire, send, sendForeign: wire.send, commit, sleep });
  };
}

function run(route: Route | undefined, request: Call, entry: LoggedRequest): Answer {
  if (route === undefined) return notThere(request.state);
  if (request.account === undefined && route.access === 'login') return loginRequired(request.state, request.baseUrl);
  try {
    const answer = route.handler(request);
    entry.committed = entry.method !== 'GET' && answer.status < 400;
    return answer;
  } catch (error) {
    if (error instanceof JiraError) return error.answer;
    throw error;
  }
}

/** A create gets its number before it is stored, so a slow one can appear below keys that others see already. */
function keyAtOnce(state: SandboxState, action: FaultAction | undefined, body: Call['body']): string | undefined {
  if (typeof action !== 'object' || !('lateCommit' in action) || !action.lateCommit.keyAtOnce) return undefined;
  const fields = isObject(body) ? body.fields : undefined;
  const project = isObject(fields) ? fields.project : undefined;
  const key = isObject(project) ? project.key : undefined;
  return typeof key === 'string' ? state.nextKey(key) : undefined;
}

function call(
  state: SandboxState,
  req: Request,
  account: Call['account'],
  { body, files = [] }: { body: Call['body']; files: SentFile[] | undefined },
  baseUrl: string,
  made: MadeIssue,
): Call {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.params)) params[name] = String(value);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) headers[name] = String(value);
  const query = new URL(req.originalUrl, 'http://localhost').searchParams;
  const apiVersion = /\/rest\/api\/3\//.test(req.originalUrl) ? '3' : '2';
  return { state, account, apiVersion, params, query, body, files, headers, made, baseUrl };
}

function limits(
  state: SandboxState,
  bucket: TokenBucket,
  perIssue: PerIssueWindow,
  route: Route | undefined,
  req: Request,
): Verdict {
  const now = state.now();
  const { rateLimit, perIssueLimit } = state.settings;
  const issue = req.params.issueIdOrKey;
  if (perIssueLimit !== null && issue !== undefined && req.method !== 'GET' && route !== undefined && state.isCloud) {
    const wait = perIssue.take(perIssueLimit, String(issue), now);
    if (wait > 0) return { headers: {}, refused: cloudRefusal('jira-per-issue-on-write', Math.ceil(wait), now) };
  }
  if (rateLimit === null) return { headers: {} };
  const taken = bucket.take(rateLimit, now);
  return state.isCloud ? cloudVerdict(rateLimit, taken, now) : dataCenterVerdict(rateLimit, taken);
}

function maintenance(state: SandboxState): Answer | undefined {
  const { maintenance } = state.settings;
  if (maintenance === null) return undefined;
  const retry: Record<string, string> =
    maintenance.retryAfter === undefined ? {} : { 'Retry-After': String(maintenance.retryAfter) };
  return { status: 503, text: maintenance.body ?? '', headers: retry };
}

/** Jira takes a writing request with a browser's User-Agent for a forged form unless this header is set. */
function xsrfFailure(req: Request): Answer | undefined {
  if (req.method === 'GET' || !/^Mozilla\//.test(req.get('user-agent') ?? '')) return undefined;
  if (req.get('x-atlassian-token') === 'no-check') return undefined;
  const text = 'XSRF check failed. More information at https://confluence.atlassian.com/x/DhpJMQ\n';
  return { status: 403, text, headers: { 'content-type': 'text/plain;charset=UTF-8' } };
}

function unreadable(
  method: string,
  text: string,
  body: Call['body'],
  files: SentFile[] | undefined,
): Answer | undefined {
  if (files === undefined) return { status: 400, body: { errorMessages: ['The multipart body cannot be read.'] } };
  if (method === 'GET' || method === 'DELETE' || text === '' || body !== undefined) return undefined;
  return {
    status: 400,
    body: { errorMessages: ['There was an error parsing JSON. Check that your request body is valid.'] },
  };
}

function notThere(state: SandboxState): Answer {
  if (state.isCloud) return { status: 404, body: { errorMessages: ['No endpoint here'], errors: {} } };
  const text =
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><status><status-code>404</status-code><message>null for uri</message></status>';
  return { status: 404, text, headers: { 'content-type': 'application/xml;charset=UTF-8' } };
}
