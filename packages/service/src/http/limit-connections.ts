import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  readonly total: number;
  readonly perAddress: number;
}

/** So long a connection may be open before its first byte, or between two requests, whatever else comes. */
const MIN_IDLE_MS = 5_000;

/**
 * Bounds the connections of a server, in all and for each address (behind a proxy all have one). Beyond a limit the one that has
 * been idle longest gives way, since somebody who only holds connections open must not keep a delivery out. Young ones stay: a burst
 * of senders is all connections whose requests were not read yet. Beyond an address's limit without an old one the new one is taken
 * all the same, up to the limit in all. A client that is kept alive sends again over a new connection.
 */
export function limitConnections(
  server: Server,
  { total, perAddress }: ConnectionLimits,
  now: () => number = () => performance.now(),
): void {
  const all: Connections = new Map();
  const byAddress = new Map<string, Connections>();
  const working = new WeakMap<Socket, number>();
  const evictOldest = (connections: Connections) => {
    const latest = now() - MIN_IDLE_MS;
    for (const [socket, idleSince] of connections) {
      if (idleSince > latest) return false;
      if ((working.get(socket) ?? 0) > 0) continue;
      socket.destroy();
      // Its close event comes later than the next connection may.
      connections.delete(socket);
      return true;
    }
    return false;
  };

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const same: Connections = byAddress.get(address) ?? new Map();
    byAddress.set(address, same);
    if (same.size >= perAddress) evictOldest(same);
    if (all.size >= total && !evictOldest(all)) return void socket.destroy();
    for (const connections of [all, same]) connections.set(socket, now());
    socket.once('close', () => {
      for (const connections of [all, same]) connections.delete(socket);
      if (same.size === 0 && byAddress.get(address) === same) byAddress.delete(address);
    });
  });
  server.on('request', ({ socket }, res) => {
    working.set(socket, (working.get(socket) ?? 0) + 1);
    res.once('close', () => {
      working.set(socket, (working.get(socket) ?? 1) - 1);
      // Idle since now: to the end of the row.
      for (const connections of [all, byAddress.get(socket.remoteAddress ?? '')])
        if (connections?.delete(socket)) connections.set(socket, now());
    });
  });
}

/** When each became idle (or was opened), in that order. */
type Connections = Map<Socket, number>;
