/**
 * Keeps writes to one issue below Jira Cloud's limit for a single issue, over all workers: 20 in 2 seconds and 100 in 30.
 * https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
import { randomUUID } from 'node:crypto';
import { type Keys, lua, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';

export interface IssueWrites {
  /** Resolves when so many writes to the issue may go; a few at once, never more than the limit. True when they had to wait. */
  take(issueId: string, writes: number): Promise<boolean>;
}

export interface IssueWritesOptions {
  site: string;
  sleep: (ms: number) => Promise<void>;
}

/** Just below the limits: a write that people or others make to the issue counts as well. */
const SHORT = { ms: 2000, most: 18 };
const LONG = { ms: 30_000, most: 95 };

export function createIssueWrites(redis: RedisClient, keys: Keys, { site, sleep }: IssueWritesOptions): IssueWrites {
  return {
    take: async (issueId, writes) => {
      const key = keys.bucket(`${site} issue ${issueId}`);
      const limits = [SHORT.ms, SHORT.most, LONG.ms, LONG.most];
      for (let waited = false; ; waited = true) {
        const waitMs = Number(await TAKE(redis, [key], [writes, randomUUID(), ...limits]));
        if (waitMs === 0) return waited;
        await sleep(waitMs);
      }
    },
  };
}

const TAKE = script(lua(new URL('./scripts/take.lua', import.meta.url), { REDIS_CLOCK }));
