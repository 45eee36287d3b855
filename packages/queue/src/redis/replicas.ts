import type { Keys } from '../contract/keys.ts';
import { behindKey, onNewServer } from './pinned-node.ts';
import type { RedisClient } from './redis-client.ts';

/** The replicas that must hold a write did not confirm it in time. It may have arrived all the same. */
export class NotReplicated extends Error {
  readonly code = 'redis_not_replicated';
}

/**
 * How many replicas hold all that was written before. WAIT speaks of what its own connection wrote last, and a newer Redis (8.0,
 * where 7.0 did not) answers at once to one that wrote nothing: so it stands behind a write of its own, always.
 * https://github.com/redis/redis/blob/8.0/src/server.c (`call`: `c->woff` is set only behind a command that was propagated)
 */
export async function replicasReached(
  redis: RedisClient,
  keys: Keys,
  wanted: number,
  withinMs: number,
): Promise<number> {
  // One pipeline on the node of the key: in a Cluster a bare WAIT would go to any.
  const [, reached] = await behindKey(redis, keys.waits, ['INCR', keys.waits], [['WAIT', wanted, withinMs]]);
  return Number(reached);
}

/**
 * Runs `write` and resolves when `wanted` replicas hold what it wrote, or what it found written.
 *
 * After a reconnect ioredis asks again on the new connection, perhaps of another server, which never had the write: so an
 * answer counts only when the connection is still the same.
 * @throws NotReplicated
 */
export async function replicated<T>(
  redis: RedisClient,
  keys: Keys,
  wanted: number,
  write: () => Promise<T>,
): Promise<T> {
  if (wanted === 0) return await write();
  const connections = connectionsOf(redis);
  const before = connections.count;
  const answer = await write();
  const reached = await replicasReached(redis, keys, wanted, WITHIN_MS);
  if (connections.count !== before)
    throw new NotReplicated('the connection to Redis changed while replicas were awaited');
  if (reached < wanted) throw new NotReplicated(`only ${reached} of ${wanted} replicas confirmed in ${WITHIN_MS} ms`);
  return answer;
}

const WITHIN_MS = 500;

const counted = new WeakMap<RedisClient, { count: number }>();

function connectionsOf(redis: RedisClient): { count: number } {
  const known = counted.get(redis);
  if (known) return known;
  const connections = { count: 0 };
  counted.set(redis, connections);
  onNewServer(redis, () => {
    connections.count += 1;
  });
  return connections;
}
