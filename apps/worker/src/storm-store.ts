/**
 * Storm windows in Redis: how many issues a route has opened in each, and the durable list of faults that got none. A window
 * begins with the first arrival that no window holds and counts by arrival, so that a backlog after an outage is no storm.
 */
import type { Language, ListedFault, Storm } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { takeDue } from './due-set.ts';
import { script } from './script.ts';

/** A window, by its route and the arrival with which it began (milliseconds by the receiver's clock). */
export const StormWindow = z.object({ route: z.string(), start: z.number() });
export type StormWindow = z.infer<typeof StormWindow>;

export const StormEntry = z.object({
  eventId: z.string(),
  /** Null for an event under `group: event`, which nothing recovers. */
  faultKey: z.string().nullable(),
  at: z.number(),
  level: z.string().nullable(),
  title: z.string(),
  object: z.string(),
  /** Of the comment that lists it; entries of older versions have none. */
  language: z.enum(['zh', 'en']).optional(),
});
export type StormEntry = z.infer<typeof StormEntry>;

export type Verdict = { verdict: 'own' } | { verdict: 'list'; window: StormWindow; index: number };

export interface StormStore {
  /** Counts the subject (a fault, or an event) once, and says whether it gets an issue of its own. */
  admit(ask: {
    storm: Storm;
    route: string;
    receivedAt: number;
    subject: string;
    severe: boolean;
    /** Ledger record of its issue: one that was begun already goes on. */
    entryKey: string;
    entry: StormEntry;
  }): Promise<Verdict>;
  /** How many entries stand in confirmed comments. */
  told(window: StormWindow): Promise<number>;
  read(window: StormWindow, from: number, most: number): Promise<{ entries: StormEntry[]; total: number }>;
  /** How many entries from `told` on the next comment lists: what the first who asks says, so that a repeated try tells the same. */
  telling(window: StormWindow, told: number, count: number): Promise<number>;
  setTold(window: StormWindow, told: number): Promise<void>;
  /** A listed fault is over. */
  recovered(window: StormWindow, faultKey: string): Promise<void>;
  /** Listed faults that go on; events under `group: event` count for ever. */
  standing(window: StormWindow): Promise<number>;
  /** Windows that are due, each for this caller alone until `leaseMs` from now. */
  due(now: number, leaseMs: number): Promise<StormWindow[]>;
  dueAgain(window: StormWindow, at: number | null): Promise<void>;
  /** Ledger record of the window's one issue. */
  recordKey(window: StormWindow): string;
}

export function createStormStore(redis: RedisClient, keys: Keys, ledgerDays: number): StormStore {
  const base = ({ route, start }: StormWindow) => `${keys.storms(route)}:${start}`;
  const list = (window: StormWindow) => `${base(window)}:list`;
  const member = (window: StormWindow) => JSON.stringify(window);
  return {
    admit: async ({ storm, route, receivedAt, subject, severe, entryKey, entry }) => {
      const answer = await ADMIT(
        redis,
        [keys.storms(route), keys.stormsOpen, entryKey],
        [
          receivedAt,
          storm.windowMs,
          storm.limit,
          severe ? storm.keepLimit : 0,
          subject,
          ledgerDays * 86_400,
          JSON.stringify(entry),
          entry.faultKey ?? `event ${entry.eventId}`,
          JSON.stringify(route),
        ],
      );
      const { verdict, start, index } = Admitted.parse(JSON.parse(String(answer)));
      return verdict === 'own' ? { verdict } : { verdict, window: { route, start }, index };
    },
    told: async (window) => Number((await redis.hget(base(window), 'told')) ?? 0),
    read: async (window, from, most) => {
      const texts = await redis.lrange(list(window), from, from + most - 1);
      return {
        entries: texts.map((text) => StormEntry.parse(JSON.parse(text))),
        total: await redis.llen(list(window)),
      };
    },
    telling: async (window, told, count) => {
      await redis.hsetnx(base(window), `telling ${told}`, count);
      return Number(await redis.hget(base(window), `telling ${told}`));
    },
    setTold: async (window, told) => void (await redis.hset(base(window), 'told', told)),
    recovered: async (window, faultKey) => {
      await redis.srem(`${base(window)}:standing`, faultKey);
      // The last one is looked at soon.
      if ((await redis.scard(`${base(window)}:standing`)) === 0)
        await redis.zadd(keys.stormsOpen, 'XX', 0, member(window));
    },
    standing: (window) => redis.scard(`${base(window)}:standing`),
    due: async (now, leaseMs) => {
      const members = await takeDue(redis, keys.stormsOpen, { now, leaseMs, most: 10, furthestMs: FURTHEST_MS });
      return members.map((text) => StormWindow.parse(JSON.parse(text)));
    },
    dueAgain: async (window, at) =>
      void (await (at === null
        ? redis.zrem(keys.stormsOpen, member(window))
        : redis.zadd(keys.stormsOpen, at, member(window)))),
    recordKey: (window) => `${base(window)}:issue`,
  };
}

export function entryOf(eventId: string, faultKey: string | null, fault: ListedFault, language: Language): StormEntry {
  return { eventId, faultKey, ...fault, language };
}

/** No window is put further ahead: leases and looks are of minutes. What lies there was put by a clock that is hours ahead. */
const FURTHEST_MS = 600_000;

const Admitted = z.object({ verdict: z.enum(['own', 'list']), start: z.number(), index: z.number() });

/**
 * KEYS windows of the route, windows with work, ledger record · ARGV arrival, length, limit, limit for severe ones (0: not severe),
 * subject, seconds to keep, entry, who stands, route as JSON → {verdict, start, index}. A subject is counted once, and keeps its verdict.
 */
const ADMIT = script(`
local at, length = tonumber(ARGV[1]), tonumber(ARGV[2])
local state = redis.call('HGET', KEYS[3], 'state')
if state == 'sent' or state == 'confirmed' then return cjson.encode({ verdict = 'own', start = 0, index = 0 }) end
local start = redis.call('ZREVRANGEBYSCORE', KEYS[1], at, '(' .. (at - length), 'LIMIT', 0, 1)[1]
if not start then
  start = ARGV[1]
  redis.call('ZADD', KEYS[1], start, start)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', at - tonumber(ARGV[6]) * 1000)
  redis.call('EXPIRE', KEYS[1], ARGV[6])
end
local window = KEYS[1] .. ':' .. start
local function answer(verdict, index) return cjson.encode({ verdict = verdict, start = tonumber(start), index = index }) end
local before = redis.call('HGET', window, 'of ' .. ARGV[5])
if before == 'own' then return answer('own', 0) end
if before then return answer('list', tonumber(before)) end
local own = tonumber(ARGV[4]) > 0 and redis.call('HINCRBY', window, 'severe', 1) <= tonumber(ARGV[4])
if not own then own = redis.call('HINCRBY', window, 'opened', 1) <= tonumber(ARGV[3]) end
local index = 0
if not own then
  index = redis.call('RPUSH', window .. ':list', ARGV[7]) - 1
  redis.call('SADD', window .. ':standing', ARGV[8])
  redis.call('ZADD', KEYS[2], 'NX', 0, '{"route":' .. ARGV[9] .. ',"start":' .. start .. '}')
  redis.call('EXPIRE', window .. ':list', ARGV[6])
  redis.call('EXPIRE', window .. ':standing', ARGV[6])
end
redis.call('HSET', window, 'of ' .. ARGV[5], own and 'own' or index)
redis.call('EXPIRE', window, ARGV[6])
return answer(own and 'own' or 'list', index)
`);
