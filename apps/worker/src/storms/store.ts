/**
 * Storm windows in Redis: how many issues a route has opened in each, and the durable list of faults that got none. A window
 * begins with the first arrival that no window holds and counts by arrival, so that a backlog after an outage is no storm.
 */

import type { IssueRef } from '@guance-jira/jira';
import {
  ownerOf,
  ownerText,
  placeIn,
  readMember,
  StormAbout,
  StormEntry,
  type StormKeys,
  type StormOwner,
  StormWindow,
  stormKeys,
  takeDue,
  type Verdict,
  windowOf,
} from '@guance-jira/ledger';
import type { Storm } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { type DeletedLists, deletedLists } from './deleted-list.ts';
import { type Hold, takeHold } from './hold.ts';
import { verdictIn } from './verdict-in.ts';
import { ADMIT, ASK, GIVE_UP, PUT_OFF, RECOVERED, REMAINS, TOLD } from './window-scripts.ts';

/** What is left to do for a window; `rest`: nothing until somebody adds or recovers a fault. */
export type Remains = 'list' | 'wait' | 'over' | 'rest';

export interface StormStore extends DeletedLists {
  /** The verdict that this event has already, whatever the rules say by now; null when it has none. */
  verdictOf(recordKey: string, entryKey: string): Promise<Verdict | null>;
  /** Counts the subject (a fault, or an event) once, and says whether it gets an issue of its own. */
  admit(ask: {
    storm: Storm;
    route: string;
    /** Where the event chose it. */
    project?: string;
    timezone: string;
    receivedAt: number;
    subject: string;
    severe: boolean;
    /** Ledger record of its issue: one that was begun already goes on. */
    entryKey: string;
    /** The event's own ledger record. */
    recordKey: string;
    entry: StormEntry;
  }): Promise<Verdict>;
  /** Null for a window of an older version. */
  about(window: StormWindow): Promise<StormAbout | null>;
  counts(window: StormWindow): Promise<{ told: number; size: number; given: number; total: number }>;
  /** Null stands for an entry that nobody can read. */
  read(window: StormWindow, from: number, most: number): Promise<(StormEntry | null)[]>;
  /** How many entries from `told` on the next comment lists: what the first who asks says, so that a repeated try tells the same. */
  telling(window: StormWindow, told: number, count: number): Promise<number>;
  /** The comment with these was surely not written: the next one lists fewer. */
  tellFewer(window: StormWindow, told: number, count: number): Promise<void>;
  /**
   * @param size how many entries the next comment may list
   * @param left how many entries of this one were stale
   */
  setTold(window: StormWindow, told: number, issue: IssueRef, size: number, left?: number): Promise<void>;
  /** Counts what has happened since the last comment was written, see window-scripts.ts. */
  count(window: StormWindow, what: 'refused' | 'tries' | 'waits'): Promise<number>;
  /** Whether the next comment waits for a Jira that cannot be used. */
  setOut(window: StormWindow, out: boolean): Promise<void>;
  /** Entries get issues of their own after all; `all`: every later one too. Returns the ids of their events. */
  giveUp(window: StormWindow, told: number, count: number, all: boolean): Promise<string[]>;
  /** A listed fault is over. */
  recovered(window: StormWindow, faultKey: string): Promise<void>;
  /** As `recovered`, wherever the fault stands: its event may have left before anybody could note where it is listed. */
  recoveredWherever(faultKey: string): Promise<void>;
  /** A listed fault goes on, so the window is kept on. */
  keep(window: StormWindow): Promise<void>;
  remains(window: StormWindow, ended: boolean): Promise<Remains>;
  /**
   * A window that is due, for this caller alone `until` then, and what lies further ahead than can be. Members that nobody can read are
   * dropped.
   */
  due(now: number, leaseMs: number): Promise<{ windows: StormWindow[]; unreadable: string[]; until: number }>;
  dueNow(window: StormWindow): Promise<void>;
  /** The right to tend it alone, see lease.ts; null: another worker has it. */
  hold(window: StormWindow, ms: number): Promise<Hold | null>;
  /** False: it was not due `from` then any more, since something has happened to it or another worker has taken it, and nothing was done. */
  putOff(window: StormWindow, from: number, to: number): Promise<boolean>;
  /** Nothing is left to do for it. */
  end(window: StormWindow): Promise<null>;
  /** The record of its issue, which was claimed, goes with the window. */
  keepRecord(window: StormWindow): Promise<void>;
  /** Ledger record of the window's one issue. */
  recordKey(window: StormWindow): string;
}

/** As many as fit into one comment, see stormList. */
export const MAX_LISTED = 100;
/** No due time is set further ahead. */
export const MAX_AHEAD_MS = 15 * 60_000;

export function createStormStore(redis: RedisClient, keys: Keys, ledgerDays: number): StormStore {
  const keepS = ledgerDays * 86_400;
  const windows = (owner: StormOwner) => keys.storms(ownerText(owner));
  const part = (name: keyof StormKeys) => (window: StormWindow) => stormKeys(keys, window)[name];
  const [base, list, standing, record] = [part('window'), part('list'), part('standing'), part('record')];
  const member = (window: StormWindow) => JSON.stringify(windowOf(window));
  const recovered = async (window: StormWindow, faultKey: string) => {
    const all = [base(window), list(window), standing(window), keys.stormsOpen];
    await RECOVERED(redis, all, [faultKey, member(window)]);
  };
  return {
    verdictOf: async (recordKey, entryKey) => {
      const place = placeIn(await redis.hget(recordKey, 'storm'));
      if (place === null) return null;
      const answer = String(await ASK(redis, [base(place), entryKey], [place.subject]));
      return answer === '' ? null : verdictIn(answer, place);
    },
    admit: async ({ storm, timezone, receivedAt, subject, severe, entryKey, recordKey, entry, ...whose }) => {
      const owner = ownerOf(whose);
      const about: StormAbout = { ...storm, keep: [...storm.keep], timezone };
      const { faultKey, eventId } = entry;
      const answer = await ADMIT(
        redis,
        [windows(owner), keys.stormsOpen, entryKey, recordKey, keys.stormsSeen],
        [
          ...[receivedAt, storm.windowMs, storm.limit, severe ? storm.keepLimit : 0, subject, keepS],
          ...[JSON.stringify(entry), faultKey ?? `event ${eventId}`, JSON.stringify(owner).slice(1, -1)],
          ...[faultKey === null ? 'event' : 'fault', JSON.stringify(about)],
        ],
      );
      return verdictIn(String(answer), { ...owner, start: 0 });
    },
    about: async (window) => {
      const text = await redis.hget(base(window), 'about');
      return text === null ? null : readMember(StormAbout, text);
    },
    counts: async (window) => {
      const [told, size, given] = await redis.hmget(base(window), 'told', 'size', 'given');
      const total = await redis.llen(list(window));
      return { told: Number(told ?? 0), size: Number(size ?? MAX_LISTED), given: Number(given ?? 0), total };
    },
    read: async (window, from, most) => {
      const texts = await redis.lrange(list(window), from, from + most - 1);
      return texts.map((text) => readMember(StormEntry, text));
    },
    telling: async (window, told, count) => {
      await redis.hsetnx(base(window), `telling ${told}`, count);
      return Number(await redis.hget(base(window), `telling ${told}`));
    },
    tellFewer: async (window, told, count) =>
      void (await redis.hset(base(window), { [`telling ${told}`]: count, size: count })),
    ...deletedLists(redis, base),
    setTold: async (window, told, { id, key }, size, left = 0) =>
      void (await TOLD(redis, [base(window)], [told, JSON.stringify({ id, key }), size, left, id])),
    count: (window, what) => redis.hincrby(base(window), what, 1),
    setOut: async (window, out) =>
      void (await (out ? redis.hset(base(window), 'out', '1') : redis.hdel(base(window), 'out'))),
    giveUp: async (window, told, count, all) =>
      Ids.parse(await GIVE_UP(redis, [base(window), list(window), standing(window)], [told, count, all ? 1 : 0])),
    recovered,
    recoveredWherever: async (faultKey) => {
      const listed = `${keys.fault(faultKey)}:listed`;
      const window = readMember(StormWindow, (await redis.get(listed)) ?? '');
      if (window === null) return;
      await recovered(window, faultKey);
      await redis.del(listed);
    },
    keep: async (window) => {
      for (const key of [base(window), list(window), standing(window), record(window)]) await redis.expire(key, keepS);
    },
    remains: async (window, ended) => {
      const all = [base(window), list(window), standing(window), record(window), keys.stormsOpen];
      const args = [member(window), window.start, ended ? 1 : 0, keepS];
      return Remaining.parse(await REMAINS(redis, [...all, windows(window)], args));
    },
    due: async (now, leaseMs) => {
      const windows = [];
      const unreadable = [];
      const due = { now, leaseMs, most: 1, furthestMs: MAX_AHEAD_MS };
      for (const text of await takeDue(redis, keys.stormsOpen, due)) {
        const window = readMember(StormWindow, text);
        // Another spelling of a window would never be found again under its own name.
        if (window !== null && member(window) === text) windows.push(window);
        else {
          await redis.zrem(keys.stormsOpen, text);
          unreadable.push(text);
        }
      }
      return { windows, unreadable, until: now + leaseMs };
    },
    dueNow: async (window) => void (await redis.zadd(keys.stormsOpen, 0, member(window))),
    hold: (window, ms) => takeHold(redis, `${base(window)}:tended`, ms),
    putOff: async (window, from, to) => {
      const all = [keys.stormsOpen, base(window), record(window)];
      return (await PUT_OFF(redis, all, [member(window), from, to, keepS])) === 1;
    },
    end: async (window) => {
      await redis.expire(record(window), keepS);
      await redis.zrem(keys.stormsOpen, member(window));
      return null;
    },
    keepRecord: async (window) => void (await redis.expire(record(window), keepS)),
    recordKey: record,
  };
}

const Ids = z.array(z.string());
const Remaining = z.enum(['list', 'wait', 'over', 'rest']);
