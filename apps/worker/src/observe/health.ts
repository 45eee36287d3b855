import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@guance-jira/service';

export interface HealthOptions {
  host: string;
  port: number;
  metrics: Metrics;
  /** Null when this worker can take events, else why not. */
  notReady: () => string | null;
}

const SLOW_SENDERS_END = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };

/** The worker's listener: `/healthz` (it lives), `/readyz` (it can take events), `/metrics`. */
export async function serveHealth(options: HealthOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(SLOW_SENDERS_END, async (request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type }).end(body);
    const path = (request.url ?? '').split('?')[0];
    if (path === '/healthz') return send(200, 'application/json', '{"status":"ok"}');
    if (path === '/readyz') {
      const reason = options.notReady();
      return send(
        reason ? 503 : 200,
        'application/json',
        JSON.stringify(reason ? { status: 'unavailable', reason } : { status: 'ready' }),
      );
    }
    if (path === '/metrics') {
      // A gauge that cannot be read must not end the process, as a rejection that nobody handles would.
      const told = await options.metrics.render().catch(() => null);
      return told ? send(200, told.contentType, told.body) : send(500, 'text/plain', 'the metrics cannot be read');
    }
    return send(
      404,
      'application/json',
      '{"error":{"code":"not_found","message":"try /healthz, /readyz or /metrics"}}',
    );
  });
  await listen(server, options.host, options.port);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, close: () => closeServer(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
