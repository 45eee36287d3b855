import { QUEUE_NAME } from '../contract/contract.ts';
import type { Keys } from '../contract/keys.ts';
import { lua } from '../lua.ts';
import type { RedisClient } from '../redis/connection.ts';
import { script } from '../redis/script.ts';

/** When the oldest event that has no outcome yet came, in milliseconds; null when there is none. */
export async function oldestEventAt(redis: RedisClient, keys: Keys): Promise<number | null> {
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const states = ['wait', 'active', 'delayed', 'prioritized'].map((state) => jobs + state);
  const oldest = await OLDEST(redis, states, [jobs]);
  return oldest === null ? null : Number(oldest);
}

const OLDEST = script(lua(new URL('./scripts/oldest.lua', import.meta.url)));
