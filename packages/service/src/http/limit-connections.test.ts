import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { limitConnections } from './limit-connections.ts';

describe('connections beyond the limit', () => {
  let server: Server;
  let sockets: Socket[] = [];
  let time = 0;
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    server.closeAllConnections();
    server.close();
  });

  it('take the place of the one that is idle longest', async () => {
    await start({ total: 10, perAddress: 3 });
    const [first, second, third] = [await open(), await open(), await open()];
    time += 6_000;
    await ask(first);
    const closed = once(second, 'close');
    const fourth = await open();

    // The first was idle longest until its request.
    await closed;
    expect([await ask(fourth), await ask(first), await ask(third)]).toEqual([200, 200, 200]);
  });

  it('are all taken while they are young, since a burst of senders is not yet read', async () => {
    await start({ total: 10, perAddress: 2 });
    const sockets = [await open(), await open(), await open(), await open()];

    expect(await Promise.all(sockets.map((socket) => ask(socket)))).toEqual([200, 200, 200, 200]);
  });

  it('never end a request under way, and are closed where all are at work', async () => {
    const release = await start({ total: 2, perAddress: 10 });
    const [first, second] = [await open(), await open()];
    const answers = [ask(first, '/slow'), ask(second, '/slow')];
    await release.begun(2);
    time += 6_000;
    const third = await open();
    await once(third, 'close');
    release.all();

    expect(await Promise.all(answers)).toEqual([200, 200]);
    // Both are idle for long now, so the next one finds room.
    time += 6_000;
    expect(await ask(await open())).toBe(200);
  });

  it('are bounded in all, too', async () => {
    await start({ total: 2, perAddress: 10 });
    const [first, second] = [await open(), await open()];
    time += 6_000;
    const closed = once(first, 'close');
    const third = await open();

    await closed;
    expect([await ask(second), await ask(third)]).toEqual([200, 200]);
  });

  async function start(limits: { total: number; perAddress: number }) {
    const held: (() => void)[] = [];
    let tell = () => undefined as undefined;
    server = createServer((req, res) => {
      const answer = () => void res.end('ok');
      if (req.url !== '/slow') return answer();
      held.push(answer);
      tell();
    });
    limitConnections(server, limits, () => time);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      begun: (count: number) =>
        new Promise<void>((resolve) => {
          tell = () => void (held.length >= count && resolve());
          tell();
        }),
      all: () => {
        for (const answer of held) answer();
      },
    };
  }

  /** Connected, and known to the server. */
  async function open(): Promise<Socket> {
    const { port } = server.address() as AddressInfo;
    const known = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await Promise.all([once(socket, 'connect'), known]);
    return socket;
  }

  /** The status of a request over this connection. */
  function ask(socket: Socket, path = '/'): Promise<number> {
    return new Promise((resolve) => {
      socket.once('data', (data) => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(String(data))?.[1])));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    });
  }
});
