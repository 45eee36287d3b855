/**
 * Time inside Lua scripts. It is Redis's own, so that the clocks of workers do not matter; but a machine's clock can be set back,
 * and a time that was stored before then lies hours ahead. Each script that reads such a time says how far ahead it can be.
 */
import type { Keys } from '../contract/keys.ts';
import { lua } from '../lua.ts';
import { onNodeOf } from './pinned-node.ts';
import type { RedisClient } from './redis-client.ts';

export const REDIS_CLOCK = lua(new URL('./scripts/redis-clock.lua', import.meta.url));

/** The same time outside of a script, in milliseconds: of the node that has our keys. */
export async function redisNow(redis: RedisClient, keys: Keys): Promise<number> {
  const [time] = await onNodeOf(redis, keys.ledger, [['TIME']]);
  const [seconds, micros] = Array.isArray(time) ? time.map(Number) : [];
  if (seconds === undefined || micros === undefined) throw new Error('Redis does not tell its time');
  return seconds * 1000 + Math.floor(micros / 1000);
}
