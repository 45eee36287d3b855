import type { Keys, RedisClient } from '@guance-jira/queue';
import { lua, script } from '@guance-jira/queue';

/**
 * Begins a new epoch of the ledger: from now on an event from before it is looked for in Jira before it becomes an issue. The
 * workers notice at their next claim, since an epoch that is not theirs stops it. Returns when it began, by Redis's clock.
 */
export async function distrustLedger(redis: RedisClient, keys: Keys): Promise<number> {
  return Number(await RENEW(redis, [keys.ledger], []));
}

const RENEW = script(lua(new URL('./scripts/renew.lua', import.meta.url)));
