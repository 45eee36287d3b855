import { readLookRecords } from '@guance-jira/ledger';
import type { Keys, RedisClient } from '@guance-jira/queue';

/** For metrics: how much Guance knows that nobody told us, over all workspaces. */
export async function missedIn(redis: RedisClient, keys: Keys): Promise<{ unseen: number; over: number }> {
  const all = [...(await readLookRecords(redis, keys, Date.now())).values()];
  return {
    unseen: all.reduce((sum, { unseen }) => sum + unseen.count, 0),
    over: all.reduce((sum, { over }) => sum + over.count, 0),
  };
}
