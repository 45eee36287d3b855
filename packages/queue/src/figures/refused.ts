/** Deliveries that the door refused: nobody finds them among the events, and whoever misses an alert looks for them. */
import { z } from 'zod';
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/redis-client.ts';

const Refused = z.object({
  at: z.number(),
  /** As it was answered: `unauthorized`, say. */
  code: z.string(),
  /** Who sent it. */
  address: z.string(),
  /** Of the token, where it was right. */
  tokenLabel: z.string().nullable(),
  /** How many there were since the one before it. */
  count: z.number(),
});
export type RefusedDelivery = z.infer<typeof Refused>;

/** About 150 bytes each. */
const MAX_KEPT = 200;
const KEPT_S = 8 * 86_400;

export async function noteRefused(redis: RedisClient, keys: Keys, refused: RefusedDelivery): Promise<void> {
  const writes = redis.pipeline().lpush(keys.refused, JSON.stringify(refused));
  for (const [error] of (await writes
    .ltrim(keys.refused, 0, MAX_KEPT - 1)
    .expire(keys.refused, KEPT_S)
    .exec()) ?? [])
    if (error) throw error;
}

/** The newest first. */
export async function readRefused(redis: RedisClient, keys: Keys): Promise<RefusedDelivery[]> {
  const texts = await redis.lrange(keys.refused, 0, -1);
  return texts.flatMap((text) => Refused.safeParse(JSON.parse(text)).data ?? []);
}
