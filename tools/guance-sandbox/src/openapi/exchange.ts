import type { Request, Response } from 'express';
import type { FaultQueue } from '../faults/queue.ts';
import type { FaultAction } from '../faults/rule.ts';
import type { Json } from '../state/model.ts';
import type { GuanceState } from '../state/state.ts';
import { type Answer, failure, malformed, REFUSALS, Refused, success } from './answer.ts';
import { Listed } from './call.ts';
import { RequestWindow } from './limits.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { Route } from './route-table.ts';

export type ExchangeDeps = {
  state: GuanceState;
  faults: FaultQueue;
  log: RequestLog;
  /** Never resolves once the sandbox stops. */
  sleep: (ms: number) => Promise<void>;
};

/** Takes a request from the key and the limits through faults and handler to the answer. */
export function exchanger({ state, faults, log, sleep }: ExchangeDeps) {
  const window = new RequestWindow();

  return async (route: Route | undefined, req: Request, res: Response): Promise<void> => {
    const traceId = `TRACE-${state.id('').toUpperCase()}`;
    const path = withoutToken(req.originalUrl);
    const kind = route?.kind ?? 'other';
    const text = typeof req.body === 'string' ? req.body : '';
    const body = text === '' ? null : parsed(text);
    const entry = log.add({
      ...{ at: state.now(), method: req.method, path, kind, body: body ?? text },
      ...{ status: null, errorCode: '', committed: false, fault: null },
    });
    const send = (answer: Answer) => sendAnswer(res, note(entry, answer));
    const refused =
      route?.keyless !== true && req.get('df-api-key') !== state.options.apiKey
        ? REFUSALS.key
        : window.take(state.settings, state.now());
    if (refused !== undefined) return send(failure(traceId, refused));

    const commit = () => run(route, { state, req, body, traceId, entry });
    const action = faults.take(kind, path);
    if (action === undefined) return send(commit());
    entry.fault = JSON.stringify(action);
    return act(action, { commit, send, sleep, res, traceId });
  };
}

type Wire = {
  commit: () => Answer;
  send: (answer: Answer) => void;
  sleep: (ms: number) => Promise<void>;
  res: Response;
  traceId: string;
};

/** Plays one fault. A request that is neither answered nor reset keeps its connection open, as a hung server does. */
async function act(action: FaultAction, { commit, send, sleep, res, traceId }: Wire): Promise<void> {
  if (action === 'resetBefore') return void res.socket?.resetAndDestroy();
  if (action === 'resetAfter') {
    commit();
    return void res.socket?.resetAndDestroy();
  }
  if (action === 'html200') return send(page(200, '<!DOCTYPE html><title>Log in</title>'));
  if (action === 'notAnEnvelope') return send({ ...commit(), body: ['not', 'an', 'envelope'] });
  if (action === 'truncate') return send(page(200, JSON.stringify(commit().body ?? null).slice(0, 40)));
  if ('refuse' in action) return send(failure(traceId, REFUSALS[action.refuse]));
  if ('hang' in action) return action.hang === 'after' ? void commit() : undefined;
  if ('respond' in action) {
    if (action.when === 'after') commit();
    const { status, headers, body } = action.respond;
    return send(typeof body === 'string' ? page(status, body, headers) : { status, body, headers });
  }
  if (action.when === 'before') await sleep(action.delayMs);
  const answer = commit();
  if (action.when === 'after') await sleep(action.delayMs);
  send(answer);
}

type Request1 = { state: GuanceState; req: Request; body: Json | undefined; traceId: string; entry: LoggedRequest };

function run(route: Route | undefined, { state, req, body, traceId, entry }: Request1): Answer {
  if (route === undefined) return failure(traceId, REFUSALS.noEndpoint);
  if (body === undefined) return failure(traceId, malformed('the body is no JSON'));
  const params = Object.fromEntries(Object.entries(req.params).map(([name, value]) => [name, String(value)]));
  const query = new URL(req.originalUrl, 'http://sandbox').searchParams;
  try {
    const made = route.handler({ state, params, query, body });
    entry.committed = route.changes;
    if (made instanceof Listed) return success(traceId, made.content, { pageInfo: made.pageInfo });
    return isAnswer(made) ? made : success(traceId, made);
  } catch (error) {
    if (error instanceof Refused) return failure(traceId, error.refusal);
    throw error;
  }
}

function isAnswer(made: Json | Answer): made is Answer {
  return typeof made === 'object' && made !== null && 'bytes' in made && Buffer.isBuffer(made.bytes);
}

function note(entry: LoggedRequest, answer: Answer): Answer {
  entry.status = answer.status;
  const code: unknown = Reflect.get(Object(answer.body), 'errorCode');
  entry.errorCode = typeof code === 'string' ? code : '';
  return answer;
}

function sendAnswer(res: Response, { status, body, text, bytes, headers = {} }: Answer): void {
  res.status(status).set(headers);
  if (bytes !== undefined) res.send(bytes);
  else if (text !== undefined) res.send(text);
  else if (body === undefined) res.end();
  else res.json(body);
}

function page(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return { status, text, headers: { 'content-type': 'text/html;charset=UTF-8', ...headers } };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The clientToken is a key. */
function withoutToken(url: string): string {
  return url.replace(/clientToken=[^&]*/, 'clientToken=…');
}
