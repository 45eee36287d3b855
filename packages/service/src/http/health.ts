import type { RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from '../metrics.ts';
import { errorBody } from './error-body.ts';

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly reason?: string;
}

/** What a process tells its operators without a login: `/healthz` (it lives), `/readyz` (it can take events), `/metrics`. */
export function createHealth({
  metrics,
  readiness,
}: {
  metrics: Metrics;
  readiness: () => Readiness;
}): RequestListener {
  return async (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/healthz') return sendJson(response, 200, { status: 'ok' });
    if (path === '/readyz') {
      const state = readiness();
      return sendJson(response, state.status === 'unavailable' ? 503 : 200, state);
    }
    if (path !== '/metrics')
      return sendJson(response, 404, errorBody('not_found', 'try /healthz, /readyz or /metrics'));
    // A gauge that cannot be read must not end the process, as a rejection that nobody handles would.
    const told = await metrics.render().catch(() => null);
    if (told) response.writeHead(200, { 'content-type': told.contentType }).end(told.body);
    else response.writeHead(500, { 'content-type': 'text/plain' }).end('the metrics cannot be read');
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
