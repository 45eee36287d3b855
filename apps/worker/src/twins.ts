/**
 * Twins: two issues for one alert, which only a lost answer together with a search that lagged longer than assumed can make.
 * After a second POST the marker is looked at again, late; of true twins the lower id stays.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import { z } from 'zod';
import type { IssueWrites } from './issue-writes.ts';
import type { Lookout } from './look.ts';
import { readMember } from './read-member.ts';
import { readLook } from './reconcile.ts';
import { script } from './script.ts';
import type { FoundIssue, Tracker, TwinEnd } from './tracker.ts';

const MINUTE_MS = 60_000;
/** When the marker is looked at again after a second POST: in ten minutes, an hour and a day. */
export const LATER_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 1440 * MINUTE_MS] as const;

const Check = z.object({
  label: z.string(),
  /** Key of the ledger record that must point at the issue that stays. */
  record: z.string(),
  language: z.enum(['zh', 'en']),
  /** When the first POST can have been, in milliseconds. */
  since: z.number(),
  due: z.number(),
});
export type Check = z.infer<typeof Check>;

export interface TwinsDeps {
  redis: RedisClient;
  keys: Keys;
  tracker: Tracker;
  lookout: Lookout;
  writes: IssueWrites;
  log: Log;
  onTwins: () => void;
  onEnded: (result: TwinEnd) => void;
}

export interface Twins {
  /** Has the marker looked at after `delaysMs`; kept in Redis, so any worker may do it. */
  checkAfter(check: Omit<Check, 'due'>, delaysMs: readonly number[]): Promise<void>;
  /**
   * Does what is due; one that fails is tried again in five minutes and stops no other. What cannot be read is dropped, and said.
   * Returns how many were done.
   */
  sweep(): Promise<number>;
}

export function createTwins(deps: TwinsDeps): Twins {
  const { redis, keys, log } = deps;
  return {
    checkAfter: async (check, delaysMs) => {
      for (const delay of delaysMs) {
        const due = Date.now() + delay;
        await redis.zadd(keys.checks, due, JSON.stringify({ ...check, due }));
      }
    },
    sweep: async () => {
      const due = z.array(z.string()).parse(await TAKE_DUE(redis, [keys.checks], [Date.now(), 5 * MINUTE_MS]));
      const failed: unknown[] = [];
      for (const member of due) {
        const check = readMember(Check, member);
        if (check === null) log.warn('unreadable entry dropped', { key: keys.checks, characters: member.length });
        try {
          if (check !== null) await checkOne(check, deps);
          await redis.zrem(keys.checks, member);
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0) throw failed[0];
      return due.length;
    },
  };
}

async function checkOne(check: Check, deps: TwinsDeps): Promise<void> {
  const seen = await deps.lookout.look(check.label, Math.ceil((Date.now() - check.since) / MINUTE_MS) + 2);
  const found = seen.recent ? readLook(seen.recent, check.label, check.since, NO_PATIENCE).found : seen.marked;
  const [keep, ...twins] = [...found].sort((a, b) => Number(a.id) - Number(b.id));
  if (!keep || twins.length === 0) return;
  deps.onTwins();
  for (const twin of twins) await end(twin, keep, check, deps);
}

async function end(
  twin: FoundIssue,
  keep: FoundIssue,
  { record, language }: Check,
  { redis, tracker, writes, log, onEnded }: TwinsDeps,
): Promise<void> {
  await REPOINT(redis, [record], [twin.id, keep.id, keep.key]);
  // The link changes both.
  await writes.take(keep.id, 1);
  await writes.take(twin.id, CLOSING_WRITES);
  const result = await tracker.closeTwin(twin, keep, language);
  onEnded(result);
  log.warn('twin issue found', { issueKey: twin.key, keptIssueKey: keep.key, result });
}

/** Link, comment, transition. */
const CLOSING_WRITES = 3;
const NO_PATIENCE = { settleMs: 0, timeoutMs: 0, lateCommitMs: 0 };

/** KEYS checks · ARGV now, lease ms → members that are due; they come up again after the lease unless they are removed. */
const TAKE_DUE = script(`
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 20)
for _, member in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[1] + ARGV[2], member) end
return due
`);

/** KEYS record · ARGV id that goes, id and key that stay. A record that has expired is not made anew. */
const REPOINT = script(`
if redis.call('HGET', KEYS[1], 'issueId') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'issueId', ARGV[2], 'issueKey', ARGV[3])
return 1
`);
