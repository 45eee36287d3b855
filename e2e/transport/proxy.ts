import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from './listen.ts';

/** A forward proxy as companies have one. It takes everybody to `target`, wherever they ask to go: so only it knows the way. */
export interface ForwardProxy {
  readonly port: number;
  /** What it was asked, oldest first: the host and port (CONNECT) or the URL, and the headers that it could read. */
  readonly asked: { method: string; where: string; headers: IncomingHttpHeaders }[];
  /** Answers the next CONNECTs with this status instead. */
  refuse(times: number, status: number): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<ForwardProxy> {
  const asked: ForwardProxy['asked'] = [];
  const note = ({ method = '', url = '', headers }: IncomingMessage) => asked.push({ method, where: url, headers });
  let refusals = { times: 0, status: 502 };
  const server = createServer((incoming, outgoing) => {
    note(incoming);
    const { pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = request({ ...target, path: `${pathname}${search}`, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    note(incoming);
    if (refusals.times > 0) {
      refusals = { ...refusals, times: refusals.times - 1 };
      client.end(`HTTP/1.1 ${refusals.status} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const onward: Socket = connect(target, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
    client.on('close', () => onward.destroy());
  });
  const { port, close } = await listen(server);
  return {
    port,
    asked,
    refuse: (times, status) => {
      refusals = { times, status };
    },
    close,
  };
}
