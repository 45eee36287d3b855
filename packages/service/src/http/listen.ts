import type { RequestListener, Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { limitConnections } from './limit-connections.ts';

/**
 * Not by `import`, which reads every name that the module has: `WebSocket` is one, and reading it loads the whole of Node's fetch,
 * a third of what a start takes. https://github.com/nodejs/node/blob/v26.10.0/lib/http.js
 */
const { createServer } = process.getBuiltinModule('node:http');

/** A listening HTTP server. */
export interface Listener {
  readonly url: string;
  /** Takes no more requests, lets those under way end within `ms`, then cuts what is left. */
  close(ms: number): Promise<void>;
}

/**
 * What one sender may take, in milliseconds. Slow ones are cut, and also those who connect and send nothing; Node itself answers
 * them with a 408 that has no body. Lines of headers add up to 16 KiB at most, which is Node's own limit.
 */
export const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
};
const MAX_HEADERS = 100;
/** Better than to run out of memory or of files. Guance needs a handful, a proxy some hundred. */
const CONNECTIONS = { total: 4_000, perAddress: 1_000 };

/** Listens on the inherited socket, or else on host and port; port 0 takes a free one. */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  inherited?: { readonly fd: number },
  limits: ServerOptions = LIMITS,
): Promise<Listener> {
  const server = createServer(limits, handler);
  server.maxHeadersCount = MAX_HEADERS;
  limitConnections(server, CONNECTIONS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(inherited ?? { port, host }, () => {
      server.off('error', reject);
      resolve();
    });
    compileQuickly(server);
  });
  const { address, port: actual } = addressOf(server);
  const named = inherited ? address : host;
  const shown = named === '0.0.0.0' || named === '::' ? '127.0.0.1' : named;
  const bracketed = shown.includes(':') ? `[${shown}]` : shown;
  return { url: `http://${bracketed}:${actual}`, close: (ms) => close(server, ms) };
}

/**
 * Until it listens. Node looks whether the host is an IPv6 address, by a pattern that V8 takes 16 ms to make fast, a twentieth of a
 * start, for the few times that anybody asks. https://github.com/nodejs/node/blob/v26.10.0/lib/internal/net.js
 */
function compileQuickly(server: Server): void {
  setFlagsFromString('--no-regexp-optimization');
  const restore = () => {
    server.off('listening', restore).off('error', restore);
    setFlagsFromString('--regexp-optimization');
  };
  server.once('listening', restore).once('error', restore);
}

async function close(server: Server, ms: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection that was busy a moment ago becomes idle without a word, and would be kept alive for a minute.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), ms);
  await ended;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** A TCP server that listens has an address object; a string or null would be a pipe or a closed one. */
function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a TCP port');
  return address;
}
