/**
 * The accounts by which this ledger has ever made issues. What an earlier one has made is ours as well: it is looked for when an
 * answer was lost, and it is no stranger's hand in an issue's history.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';

export interface Accounts {
  /** The present account, before it makes anything. */
  use(id: string): Promise<void>;
  /** All but the present one. */
  others(): Promise<readonly string[]>;
  all(): Promise<ReadonlySet<string>>;
}

/** JQL names each of them. The longest unused go first. */
const MOST_ACCOUNTS = 20;

export function createAccounts(redis: RedisClient, keys: Keys, now: () => number = Date.now): Accounts {
  let present: string | null = null;
  const all = async () => redis.zrange(keys.accounts, '0', '-1');
  return {
    use: async (id) => {
      await redis.zadd(keys.accounts, String(now()), id);
      await redis.zremrangebyrank(keys.accounts, 0, -MOST_ACCOUNTS - 1);
      present = id;
    },
    others: async () => (await all()).filter((id) => id !== present),
    all: async () => new Set([...(await all()), ...(present === null ? [] : [present])]),
  };
}
