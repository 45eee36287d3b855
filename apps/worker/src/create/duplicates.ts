/**
 * Duplicates: two issues for one alert, which only a lost answer together with a search that lagged longer than assumed can make.
 * After a second POST the marker is looked at again, late; of true duplicates the lower id stays.
 */

import type { DuplicateEnd, FoundIssue, Tracker } from '@guance-jira/jira';
import { DONE_PLAN, MAX_STEPS, olderFirst } from '@guance-jira/jira';
import { putDue, readLook, readMember, takeDue } from '@guance-jira/ledger';
import { EVERYBODY, languages } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { lua, script } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import { z } from 'zod';
import type { IssueWrites } from '../issue/write-limiter.ts';
import type { InBackground } from '../throttle/background-request.ts';
import type { MarkerSearch } from './marker-search.ts';

const MINUTE_MS = 60_000;
/** When the marker is looked at again after a second POST: in ten minutes, an hour and a day. */
export const LATER_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 1440 * MINUTE_MS] as const;

const Audience = z.object({
  internal: z.boolean(),
  visibility: z.object({ type: z.enum(['role', 'group']), value: z.string() }).nullable(),
});
const Check = z.object({
  label: z.string(),
  /** Key of the ledger record that must point at the issue that stays. */
  record: z.string(),
  language: z.enum(languages),
  /** Left out where that is everybody, and by older versions. */
  audience: Audience.optional(),
  /** When the first POST can have been, in milliseconds. */
  since: z.number(),
  due: z.number(),
});
export type Check = z.infer<typeof Check>;

export interface DuplicatesDeps {
  redis: RedisClient;
  keys: Keys;
  tracker: Tracker;
  markerSearch: MarkerSearch;
  writes: IssueWrites;
  /** One request in its turn, as events wait for theirs. */
  request: <T>(endpoint: string, act: () => Promise<T>) => Promise<InBackground<T>>;
  log: Log;
  onDuplicates: () => void;
  onEnded: (result: DuplicateEnd) => void;
}

export interface Duplicates {
  /** Has the marker looked at after `delaysMs`; kept in Redis, so any worker may do it. */
  checkAfter(check: Omit<Check, 'due'>, delaysMs: readonly number[]): Promise<void>;
  /**
   * Does what is due; one that fails is tried again in five minutes and stops no other. What cannot be read is dropped, and said.
   * Nothing is asked while requests to Jira rest: what is due then waits. Returns how many were taken.
   */
  sweep(): Promise<number>;
}

export function createDuplicates(deps: DuplicatesDeps): Duplicates {
  const { redis, keys, log } = deps;
  return {
    checkAfter: async (check, delaysMs) => {
      for (const delay of delaysMs) {
        const due = Date.now() + delay;
        await putDue(redis, keys.checks, JSON.stringify({ ...check, due }), delay);
      }
    },
    sweep: async () => {
      const due = await takeDue(redis, keys.checks, TAKE);
      const failed: unknown[] = [];
      for (const member of due) {
        const check = readMember(Check, member);
        if (check === null) log.warn('unreadable entry dropped', { key: keys.checks, characters: member.length });
        try {
          const rests = check === null ? null : await checkOne(check, deps);
          if (rests === null) await redis.zrem(keys.checks, member);
          else await putDue(redis, keys.checks, member, Math.min(Math.max(rests.ms, SOON_MS), TAKE.leaseMs));
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0) throw failed[0];
      return due.length;
    },
  };
}

/** Null when it is done; else for how long it has to wait. @throws JiraFailure for an answer that only a later try may mend */
async function checkOne(check: Check, deps: DuplicatesDeps): Promise<{ ms: number } | null> {
  const { markerSearch, request } = deps;
  const minutes = Math.ceil((Date.now() - check.since) / MINUTE_MS) + 2;
  const looked = await request('search', () => markerSearch.find(check.label, minutes, undefined, true));
  if (looked.end === 'not_now') return looked;
  if (looked.end === 'failed') throw looked.failure;
  const seen = looked.value;
  const found = seen.recent ? readLook(seen.recent, check.label, check.since, NO_TIMEOUTS).found : seen.marked;
  const [keep, ...duplicates] = [...found].sort(olderFirst);
  if (!keep || duplicates.length === 0) return null;
  deps.onDuplicates();
  for (const duplicate of duplicates) {
    const rests = await end(duplicate, keep, check, deps);
    if (rests) return rests;
  }
  return null;
}

async function end(
  duplicate: FoundIssue,
  keep: FoundIssue,
  { record, language, audience = EVERYBODY }: Check,
  { redis, tracker, writes, request, log, onEnded }: DuplicatesDeps,
): Promise<{ ms: number } | null> {
  await REPOINT(redis, [record], [duplicate.id, keep.id, keep.key]);
  // The link changes both. Their turn may take its time, so it comes before the question whether requests may go.
  await writes.take(keep.id, 1);
  await writes.take(duplicate.id, CLOSING_WRITES);
  const ended = await request('transitions', () =>
    tracker.closeDuplicate(duplicate, keep, { language, audience }, DONE_PLAN),
  );
  if (ended.end === 'not_now') return ended;
  if (ended.end === 'failed') throw ended.failure;
  onEnded(ended.value);
  log.warn('duplicate issue found', { issueKey: duplicate.key, keptIssueKey: keep.key, result: ended.value });
  return null;
}

/** Link, comment, transitions. */
const CLOSING_WRITES = 2 + MAX_STEPS;
const NO_TIMEOUTS = { settleMs: 0, timeoutMs: 0, lateCommitMs: 0 };

const SOON_MS = 5000;
const TAKE = { most: 20, leaseMs: 5 * MINUTE_MS, furthestMs: Math.max(...LATER_MS) };

const REPOINT = script(lua(new URL('./scripts/repoint.lua', import.meta.url)));
