/** A socket before a process of a run that is no child: shut, it is as if the process had been killed and kept its disk. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Gate {
  readonly url: string;
  /** Every connection breaks, and none is taken until it opens again. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

export async function openGate(target: string): Promise<Gate> {
  const { port: behind } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  };
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    if (server !== null) return;
    const opened = createServer((client) => {
      const inside = connect(Number(behind), '127.0.0.1');
      for (const socket of [client, inside]) keep(socket);
      client.pipe(inside).pipe(client);
      client.once('close', () => inside.destroy());
      inside.once('close', () => client.destroy());
    });
    server = opened;
    await new Promise<void>((resolve, reject) => opened.once('error', reject).listen(port, '127.0.0.1', resolve));
    port = Number(Reflect.get(Object(opened.address()), 'port'));
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    open,
    shut: async () => {
      const closing = server;
      server = null;
      if (closing === null) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
