import type { Keys, RedisClient } from '@guance-jira/queue';
import { script } from '@guance-jira/queue';

/**
 * Begins a new epoch of the ledger: from now on an event from before it is looked for in Jira before it becomes an issue. The
 * workers notice at their next claim, since an epoch that is not theirs stops it. Returns when it began, by Redis's clock.
 */
export async function distrustLedger(redis: RedisClient, keys: Keys): Promise<number> {
  return Number(await RENEW(redis, [keys.ledger], []));
}

/** KEYS ledger → the new epoch. Whether any issue exists is asked anew (`virgin`), see ledger/epoch.ts. */
const RENEW = script(`
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], 'epoch', now, 'virgin', '')
return now
`);
