import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly total: number;
  readonly perAddress: number;
}

/**
 * Bounds the connections of a server, in all and for each address (behind a proxy all have one). Beyond a limit the one that has
 * been idle longest gives way, since somebody who only holds connections open must not keep a delivery out; the new one is closed
 * only where all others are at work. A client that is kept alive sends again over a new connection.
 */
export function limitConnections(server: Server, { total, perAddress }: ConnectionLimits): void {
  const all: Connections = new Set();
  const byAddress = new Map<string, Connections>();
  const working = new WeakMap<Socket, number>();
  const isIdle = (socket: Socket) => (working.get(socket) ?? 0) === 0;

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const same = byAddress.get(address) ?? new Set();
    byAddress.set(address, same);
    if (!hasRoom(same, perAddress, isIdle) || !hasRoom(all, total, isIdle)) {
      socket.destroy();
      if (same.size === 0) byAddress.delete(address);
      return;
    }
    for (const set of [all, same]) set.add(socket);
    socket.once('close', () => {
      for (const set of [all, same]) set.delete(socket);
      if (same.size === 0 && byAddress.get(address) === same) byAddress.delete(address);
    });
  });
  server.on('request', ({ socket }, res) => {
    working.set(socket, (working.get(socket) ?? 0) + 1);
    res.once('close', () => {
      working.set(socket, (working.get(socket) ?? 1) - 1);
      // Idle since now: to the end of the row.
      for (const set of [all, byAddress.get(socket.remoteAddress ?? '')]) if (set?.delete(socket)) set.add(socket);
    });
  });
}

/** In the order in which they became idle. */
type Connections = Set<Socket>;

/** Makes room for one more where it must; false where all are at work. */
function hasRoom(connections: Connections, limit: number, isIdle: (socket: Socket) => boolean): boolean {
  if (connections.size < limit) return true;
  for (const socket of connections) {
    if (!isIdle(socket)) continue;
    socket.destroy();
    // Its close event comes later than the next connection may.
    connections.delete(socket);
    return true;
  }
  return false;
}
