import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

export type Listener = {
  port: number;
  /** Stops listening and drops every connection; the port stays known. */
  refuse: () => Promise<void>;
  /** Listens again on the same port. */
  accept: () => Promise<void>;
};

/** A listening socket that can be closed and opened again. Rejects when the port is taken. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listener> {
  let server: Server | undefined;
  let bound = port;
  const sockets = new Set<Socket>();

  const accept = async (): Promise<void> => {
    if (server !== undefined) return;
    const opened = createServer({ keepAliveTimeout: 30_000 }, handler);
    opened.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server = opened;
    await new Promise<void>((resolve, reject) => {
      opened.once('error', (error) => {
        server = undefined;
        reject(error);
      });
      opened.listen(bound, host, resolve);
    });
    const address = opened.address();
    if (typeof address === 'object' && address !== null) bound = address.port;
  };
  const refuse = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await accept();
  return {
    get port() {
      return bound;
    },
    refuse,
    accept,
  };
}
