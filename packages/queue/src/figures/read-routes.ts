/** Events by route over time, as far as the tally tells them: by whole hours. */
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/connection.ts';

export interface RouteSlot {
  /** When it begins, in milliseconds. */
  readonly at: number;
  readonly counts: ReadonlyMap<string, number>;
}

const HOUR_MS = 3_600_000;

/** @param slotMs whole hours */
export async function readRouteTally(
  redis: RedisClient,
  keys: Keys,
  { from, to, slotMs }: { from: number; to: number; slotMs: number },
): Promise<RouteSlot[]> {
  const first = Math.floor(from / HOUR_MS);
  const hours = Array.from({ length: Math.floor(to / HOUR_MS) - first + 1 }, (_, index) => first + index);
  const reads = redis.pipeline();
  for (const hour of hours) reads.hgetall(keys.tally(hour));
  const answers = (await reads.exec()) ?? [];
  const slots = new Map<number, Map<string, number>>();
  for (let at = Math.floor(from / slotMs) * slotMs; at <= to; at += slotMs) slots.set(at, new Map());
  for (const [index, [error, fields]] of answers.entries()) {
    if (error) throw error;
    const slot = slots.get(Math.floor(((hours[index] ?? 0) * HOUR_MS) / slotMs) * slotMs);
    for (const [field, count] of Object.entries(Object(fields) as Record<string, string>)) {
      if (slot === undefined || !field.startsWith('r:')) continue;
      const route = field.slice(2);
      slot.set(route, (slot.get(route) ?? 0) + Number(count));
    }
  }
  return [...slots].map(([at, counts]) => ({ at, counts }));
}
