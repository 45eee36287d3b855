/** What the tally tells of a span of time. */
import { Outcome } from '../contract/contract.ts';
import type { Keys } from '../contract/keys.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import { TALLY_SECONDS } from './tally.ts';

export const tallied = ['received', ...Outcome.options, 'requests', 'throttled'] as const;
export type Tallied = (typeof tallied)[number];

export interface TallySlot {
  /** When it begins, in milliseconds. */
  readonly at: number;
  readonly counts: Readonly<Partial<Record<Tallied, number>>>;
}

export interface TallyOf {
  readonly slots: readonly TallySlot[];
  readonly totals: Readonly<Record<Tallied, number>>;
  /** By whole hours, most events first. */
  readonly routes: readonly (readonly [route: string, events: number])[];
  /** Seconds from webhook to issue that half, and 99 of 100, did not exceed; by whole hours. Null where no issue was made; Infinity beyond the last bound. */
  readonly seconds: { readonly median: number; readonly p99: number } | null;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Hours that are over, as they were read: a week has 168, of which one goes on. Read anew once an hour, since what a worker could not
 * write while Redis was away comes late.
 */
export interface TallyCache {
  hour: number;
  readonly over: Map<number, Readonly<Record<string, string>>>;
}

/** @param slotMs a part of an hour, or whole hours */
export async function readTally(
  redis: RedisClient,
  keys: Keys,
  { from, to, slotMs }: { from: number; to: number; slotMs: number },
  cache: TallyCache = { hour: 0, over: new Map() },
): Promise<TallyOf> {
  const first = Math.floor(from / HOUR_MS);
  const hours = Array.from({ length: Math.floor(to / HOUR_MS) - first + 1 }, (_, index) => first + index);
  const figures = await readHours(redis, keys, hours, cache);
  const slots = new Map<number, Partial<Record<Tallied, number>>>();
  for (let at = Math.floor(from / slotMs) * slotMs; at <= to; at += slotMs) slots.set(at, {});
  const routes = new Map<string, number>();
  const buckets = Array.from({ length: TALLY_SECONDS.length + 1 }, () => 0);
  const totals = Object.fromEntries(tallied.map((name) => [name, 0])) as Record<Tallied, number>;
  for (const [index, hour] of hours.entries()) {
    for (const [field, text] of Object.entries(figures[index] ?? {})) {
      const [kind = '', ...rest] = field.split(':');
      const name = rest.join(':');
      const count = Number(text);
      if (kind === 'r') routes.set(name, (routes.get(name) ?? 0) + count);
      else if (kind === 'd') buckets[Number(name)] = (buckets[Number(name)] ?? 0) + count;
      else if (isTallied(name)) {
        const at = hour * HOUR_MS + Number(kind) * MINUTE_MS;
        const slot = slots.get(Math.floor(at / slotMs) * slotMs);
        if (slot === undefined || at < from - slotMs) continue;
        slot[name] = (slot[name] ?? 0) + count;
        totals[name] += count;
      }
    }
  }
  return {
    slots: [...slots].map(([at, counts]) => ({ at, counts })),
    totals,
    routes: [...routes].sort(([, a], [, b]) => b - a),
    seconds: secondsOf(buckets),
  };
}

export interface RouteSlot {
  /** When it begins, in milliseconds. */
  readonly at: number;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Events by route over time, as far as the tally tells them: by whole hours.
 * @param slotMs whole hours
 */
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

async function readHours(redis: RedisClient, keys: Keys, hours: readonly number[], cache: TallyCache) {
  const now = hours.at(-1) ?? 0;
  if (cache.hour !== now) {
    cache.over.clear();
    cache.hour = now;
  }
  const missing = hours.filter((hour) => !cache.over.has(hour));
  const reads = redis.pipeline();
  for (const hour of missing) reads.hgetall(keys.tally(hour));
  const fresh = new Map<number, Readonly<Record<string, string>>>();
  for (const [index, [error, fields]] of ((await reads.exec()) ?? []).entries()) {
    if (error) throw error;
    const hour = missing[index] ?? 0;
    fresh.set(hour, Object(fields));
    // A worker sends what it has counted two seconds later.
    if (hour < now - 1) cache.over.set(hour, Object(fields));
  }
  return hours.map((hour) => fresh.get(hour) ?? cache.over.get(hour) ?? {});
}

function isTallied(name: string): name is Tallied {
  return tallied.some((known) => known === name);
}

function secondsOf(buckets: readonly number[]): TallyOf['seconds'] {
  const all = buckets.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const within = (part: number) => {
    let seen = 0;
    const place = buckets.findIndex((count) => {
      seen += count;
      return seen >= part * all;
    });
    return TALLY_SECONDS[place] ?? Number.POSITIVE_INFINITY;
  };
  return { median: within(0.5), p99: within(0.99) };
}
