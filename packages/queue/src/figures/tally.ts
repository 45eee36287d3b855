/**
 * How many events came and what became of them, minute by minute for a week: for people who look, not for the books (those are the
 * log lines and the metrics). A hash for each hour, so that old hours expire by themselves: at most 60 × 10 figures by minute, one
 * for each route and 14 for times, about 70 kB; 13 MB for all the hours that are kept, and a few hundred kB where little happens.
 */
import type { EventOutcome } from '../contract/contract.ts';
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/redis-client.ts';

const HOUR_MS = 3_600_000;
export const TALLY_KEPT_S = 8 * 86_400;

/** Seconds from webhook to issue: up to each of these, and beyond the last. */
export const TALLY_SECONDS: readonly number[] = [0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 300, 1800, 7200];

export interface Tally {
  /** Counts; sent to Redis with the next `flush`. */
  add(outcome: Pick<EventOutcome, 'outcome' | 'route'>, durationMs: number | null, now: number): void;
  /** A request to Jira has got its answer, or none. */
  addRequest(throttled: boolean, now: number): void;
  /** Rejects when Redis does; what it could not take is counted with the next. */
  flush(): Promise<void>;
}

export function createTally(redis: RedisClient, keys: Keys): Tally {
  let counts = new Map<string, Map<string, number>>();
  const count = (key: string, field: string, by: number) => {
    const hour = counts.get(key) ?? new Map<string, number>();
    counts.set(key, hour);
    hour.set(field, (hour.get(field) ?? 0) + by);
  };
  return {
    add: ({ outcome, route }, durationMs, now) => {
      const key = keys.tally(Math.floor(now / HOUR_MS));
      count(key, `${Math.floor((now % HOUR_MS) / 60_000)}:${outcome}`, 1);
      if (route !== null) count(key, `r:${route.slice(0, 80)}`, 1);
      if (outcome === 'created' && durationMs !== null) count(key, `d:${bucketOf(durationMs)}`, 1);
    },
    addRequest: (throttled, now) => {
      const key = keys.tally(Math.floor(now / HOUR_MS));
      const minute = Math.floor((now % HOUR_MS) / 60_000);
      count(key, `${minute}:requests`, 1);
      if (throttled) count(key, `${minute}:throttled`, 1);
    },
    flush: async () => {
      if (counts.size === 0) return;
      const sent = counts;
      counts = new Map();
      const writes = redis.pipeline();
      for (const [key, fields] of sent) {
        for (const [field, by] of fields) writes.hincrby(key, field, by);
        writes.expire(key, TALLY_KEPT_S);
      }
      const answers = await writes.exec().catch((error: unknown) => {
        for (const [key, fields] of sent) for (const [field, by] of fields) count(key, field, by);
        throw error;
      });
      for (const [error] of answers ?? []) if (error) throw error;
    },
  };
}

function bucketOf(ms: number): number {
  const place = TALLY_SECONDS.findIndex((seconds) => ms <= seconds * 1000);
  return place < 0 ? TALLY_SECONDS.length : place;
}
