import { createServer, type Server, type Socket } from 'node:net';

/** A TCP server on a free port that does to each connection what a test wants, beneath anything an HTTP server allows. */
export interface RawServer {
  readonly port: number;
  readonly url: string;
  /** Every whole request so far, head and body. */
  readonly requests: string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Told about each whole request, and may write to its socket or destroy it. */
export type Answering = (socket: Socket, request: string, count: number) => void;

export async function rawServer(answer: Answering, atAccept: (socket: Socket) => void = () => {}): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    atAccept(socket);
    let read = '';
    socket.on('data', (part) => {
      read += part.toString('utf8');
      for (let end = endOf(read); end !== null; end = endOf(read)) {
        const request = read.slice(0, end);
        read = read.slice(end);
        requests.push(request);
        answer(socket, request, requests.length);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const port = portOf(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

/** A whole HTTP answer as text. */
export function http(status: number, body: string, headers: Record<string, string> = {}): string {
  const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} X\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const port = portOf(server);
  await new Promise((closed) => server.close(closed));
  return port;
}

function endOf(read: string): number | null {
  const head = read.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = Number(/content-length: *(\d+)/i.exec(read.slice(0, head))?.[1] ?? 0);
  const end = head + 4 + length;
  return Buffer.byteLength(read) >= end ? end : null;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
