import { z } from 'zod';
import { QUEUE_NAME } from '../contract/contract.ts';
import type { Keys } from '../contract/keys.ts';
import { lua } from '../lua.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { script } from '../redis/script.ts';

export interface OldestEvent {
  /** When it came, in milliseconds. */
  readonly at: number;
  readonly jobId: string;
}

/** The oldest event that has no outcome yet; null when there is none. */
export async function oldestEvent(redis: RedisClient, keys: Keys): Promise<OldestEvent | null> {
  const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const states = ['wait', 'active', 'delayed', 'prioritized'].map((state) => jobs + state);
  return Oldest.parse(await OLDEST(redis, states, [jobs]));
}

export async function oldestEventAt(redis: RedisClient, keys: Keys): Promise<number | null> {
  return (await oldestEvent(redis, keys))?.at ?? null;
}

const Oldest = z
  .tuple([z.coerce.number(), z.string()])
  .nullable()
  .transform((found) => found && { at: found[0], jobId: found[1] });

const OLDEST = script(lua(new URL('./scripts/oldest.lua', import.meta.url)));
