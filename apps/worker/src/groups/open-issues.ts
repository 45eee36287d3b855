/**
 * What is known of an object is never forgotten while its issue is open: a next fault would get a second one. No event tells that a
 * person has closed it, so each such issue is read a few times within LEDGER_DAYS, by any worker.
 */

import type { IssueNow, IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import { putDue, stateOfText, takeDue } from '@guance-jira/ledger';
import { issueRouteNamed, type Rules } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { InBackground } from '../throttle/background-request.ts';
import { keepRecord, lookEveryMs, watchOlderRecords } from './open-records.ts';
import { STATE_VERSION } from './per-fault/state/state-store.ts';

export interface OpenIssues {
  /**
   * Looks at what is due; one that fails is looked at again a day later and stops no other. Nothing is asked while requests to Jira
   * rest. Returns how many were taken.
   */
  sweep(): Promise<number>;
}

export interface OpenIssuesDeps {
  redis: RedisClient;
  keys: Keys;
  /** The Jira that this worker uses. */
  site: string;
  ledgerDays: number;
  rules: () => Rules;
  /** The issue as it is now, in its turn; null when it is gone or hidden. */
  read: (issue: IssueRef) => Promise<InBackground<IssueNow | null>>;
  /** Whether the account cannot see it, though it stands. */
  isHidden: (issue: IssueRef) => Promise<boolean>;
  log: Log;
  random?: () => number;
  now?: () => number;
}

export function createOpenIssues(deps: OpenIssuesDeps): OpenIssues {
  const { redis, keys, log, ledgerDays, random = Math.random } = deps;
  const everyMs = lookEveryMs(ledgerDays);
  return {
    sweep: async () => {
      // A wiped Redis, or one that an older version has left, has none: then it is due.
      await redis.zadd(keys.openObjects, 'NX', 0, OLDER);
      const due = await takeDue(redis, keys.openObjects, { most: MOST, leaseMs: LEASE_MS, furthestMs: everyMs });
      const failed: unknown[] = [];
      for (const member of due) {
        try {
          if (member === OLDER) {
            const records = await watchOlderRecords(deps, { withinMs: everyMs, random });
            if (records > 0) log.info('faults of an older version are kept while their issue is open', { records });
            await putDue(redis, keys.openObjects, OLDER, everyMs);
          } else if (member.startsWith(keys.objectPrefix)) {
            const rests = await lookAt(member, deps);
            if (rests) await putDue(redis, keys.openObjects, member, Math.min(Math.max(rests.ms, SOON_MS), LEASE_MS));
          } else {
            log.warn('unreadable entry dropped', { key: keys.openObjects, characters: member.length });
            await redis.zrem(keys.openObjects, member);
          }
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0) throw failed[0];
      return due.length;
    },
  };
}

/** Null when it has been seen to; else for how long it has to wait. @throws JiraFailure for an answer that concerns this issue */
async function lookAt(record: string, deps: OpenIssuesDeps): Promise<{ ms: number } | null> {
  const { redis, site, ledgerDays, rules, now = Date.now } = deps;
  const [version, at, text] = await redis.hmget(record, 'v', 'site', 'state');
  const again = (seconds: number | null, againMs = lookEveryMs(ledgerDays)) =>
    keepRecord(deps, record, { state: text ?? '', seconds, againMs }).then(() => null);
  if (!text) return again(null);
  const state = readState(text);
  // Written by a newer version, say, whose own looks know what to do.
  if (Number(version) > STATE_VERSION || state === null) return { ms: lookEveryMs(ledgerDays) };
  const { issue } = state;
  const keepMs = Math.max(ledgerDays * DAY_MS, issueRouteNamed(state.route, rules())?.reopenWithinMs ?? 0);
  const keepSeconds = Math.ceil(keepMs / 1000);
  if (issue === null) return again(keepSeconds);
  // Its id means nothing here. The address may come back, or be the same Jira's: as long as the ledger remembers addresses.
  const usedAt = Math.max(state.applied.receivedAt, state.openedAt);
  if (at !== site) return again(now() - usedAt > SITE_KEPT_MS ? keepSeconds : null);
  const seen = await deps.read(issue);
  if (seen.end === 'not_now') return { ms: Math.min(seen.ms, LEASE_MS) };
  if (seen.end === 'failed') {
    await again(null, Math.min(DAY_MS, lookEveryMs(ledgerDays)));
    throw seen.failure;
  }
  const closed = seen.value === null ? !(await deps.isHidden(issue)) : seen.value.status.category === 'done';
  return again(closed ? keepSeconds : null);
}

function readState(text: string): FaultState | null {
  try {
    return stateOfText(text);
  } catch {
    return null;
  }
}

/** In place of a record: look for those that an older version has written, as one may that still runs beside this one. */
const OLDER = 'older';
const DAY_MS = 86_400_000;
const SITE_KEPT_MS = 400 * DAY_MS;
/** At once, so that events have their requests. */
const MOST = 5;
const SOON_MS = 5000;
const LEASE_MS = 300_000;
