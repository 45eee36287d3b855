/**
 * Keeps writes to one issue below Jira Cloud's limit for a single issue, over all workers: 20 in 2 seconds and 100 in 30.
 * https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
import { randomUUID } from 'node:crypto';
import { type Keys, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';

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

/**
 * KEYS times of writes (sorted set) · ARGV writes, unique word, then short and long window: ms, most → milliseconds to wait, or 0
 * when the writes are counted.
 */
const TAKE = script(`
${REDIS_CLOCK}
local writes = tonumber(ARGV[1])
-- Writes of before the clock was set back: how long ago they were is not known, and one 429 costs less than hours.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. (now + 1000), '+inf')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[5]))
local wait = 0
for at = 3, 5, 2 do
  local ms, most = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local over = redis.call('ZCOUNT', KEYS[1], '(' .. (now - ms), '+inf') + writes - most
  if over > 0 then
    -- So many of the oldest in this window must first have left it.
    local last = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. (now - ms), '+inf', 'WITHSCORES', 'LIMIT', over - 1, 1)
    wait = math.max(wait, tonumber(last[2]) + ms - now)
  end
end
if wait > 0 then return wait end
for n = 1, writes do redis.call('ZADD', KEYS[1], now, ARGV[2] .. ':' .. n) end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 0
`);
