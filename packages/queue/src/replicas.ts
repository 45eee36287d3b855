import type { RedisClient } from './connection.ts';
import { onNewServer, onNodeOf } from './our-node.ts';

/** The replicas that must hold a write did not confirm it in time. It may have arrived all the same. */
export class NotReplicated extends Error {
  readonly code = 'redis_not_replicated';
}

/** How many replicas a new connection would find. */
export async function replicasReached(
  redis: RedisClient,
  key: string,
  wanted: number,
  withinMs: number,
): Promise<number> {
  const [reached] = await onNodeOf(redis, key, [['WAIT', wanted, withinMs]]);
  return Number(reached);
}

/**
 * Runs `write`, which writes beside `key`, and resolves when `wanted` replicas hold it.
 *
 * WAIT speaks of the writes of its own connection. After a reconnect ioredis sends it again on the new one, where nothing
 * was written and every replica agrees at once: so an answer counts only when the connection is still the same.
 * @throws NotReplicated
 */
export async function replicated<T>(
  redis: RedisClient,
  key: string,
  { wanted, withinMs }: { wanted: number; withinMs: number },
  write: () => Promise<T>,
): Promise<T> {
  if (wanted === 0) return await write();
  const connections = connectionsOf(redis);
  const before = connections.count;
  const answer = await write();
  const reached = await replicasReached(redis, key, wanted, withinMs);
  if (connections.count !== before)
    throw new NotReplicated('the connection to Redis changed while replicas were awaited');
  if (reached < wanted) throw new NotReplicated(`only ${reached} of ${wanted} replicas confirmed in ${withinMs} ms`);
  return answer;
}

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
