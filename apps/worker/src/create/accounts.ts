/**
 * The accounts by which this ledger has ever made issues. What an earlier one has made is ours as well: it is looked for when an
 * answer was lost, and it is no stranger's hand in an issue's history. Redis alone keeps them, and it can be wiped or restored: so each
 * running worker remembers those that it saw and searches by them too, and each heartbeat of the ledger writes them back, together
 * with the new epoch: whoever learns that something was lost learns whom to ask for.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';

export interface Accounts {
  /** The present account, before it makes anything. */
  use(id: string): Promise<void>;
  /** All but the present one. */
  others(): Promise<readonly string[]>;
  all(): Promise<ReadonlySet<string>>;
  /** Those of Redis, and those that it has lost: what a heartbeat writes back. */
  known(): Promise<LastUsed>;
}

/** By account, the time of its last use. */
export type LastUsed = ReadonlyMap<string, number>;

/** JQL names each of them. The longest unused go first. */
const MAX_ACCOUNTS = 20;

export function createAccounts(redis: RedisClient, keys: Keys, now: () => number = Date.now): Accounts {
  let present: string | null = null;
  let known: LastUsed = new Map();
  const read = async (): Promise<LastUsed> => {
    const stored = lastUsed(await redis.zrange(keys.accounts, '0', '-1', 'WITHSCORES'));
    known = latest(known, stored);
    return known;
  };
  const all = async () => [...(await read()).keys()];
  return {
    use: async (id) => {
      const at = now();
      // Read first: whoever sees this account in Redis may rely on a worker that knows those before it.
      known = latest(await read(), new Map([[id, at]]));
      await redis.zadd(keys.accounts, String(at), id);
      await redis.zremrangebyrank(keys.accounts, 0, -MAX_ACCOUNTS - 1);
      present = id;
    },
    others: async () => (await all()).filter((id) => id !== present),
    all: async () => new Set([...(await all()), ...(present === null ? [] : [present])]),
    known: read,
  };
}

/** @param pairs an account and its time in turn */
function lastUsed(pairs: readonly string[]): LastUsed {
  return new Map(pairs.flatMap((id, n) => (n % 2 === 0 ? [[id, Number(pairs[n + 1])] as const] : [])));
}

/** Of both, those that were used last, the longest unused first. */
function latest(before: LastUsed, stored: LastUsed): LastUsed {
  const both = [...new Map([...before, ...stored])].sort(([, a], [, b]) => a - b);
  return new Map(both.slice(-MAX_ACCOUNTS));
}
