import { durabilityOf, type Keys, type RedisClient } from '@guance-jira/queue';
import { ConfigInvalid, errorFields, type Log } from '@guance-jira/service';

/** How often a Redis that must be durable, and does not tell yet, is asked again. */
const ASK_AGAIN_MS = 1000;

/**
 * Says in the log what this Redis promises about a confirmed write.
 * @throws ConfigInvalid when it must be durable and is not; one that must be, and does not answer, is asked again
 */
export async function checkDurability(redis: RedisClient, keys: Keys, mustBeDurable: boolean, log: Log): Promise<void> {
  for (;;) {
    try {
      const { promise, durable } = await durabilityOf(redis, keys.ledger);
      if (mustBeDurable && !durable) throw new ConfigInvalid([`REQUIRE_DURABLE_REDIS: ${promise}`]);
      return void log[durable ? 'info' : 'warn']('redis checked', { promise });
    } catch (error) {
      if (error instanceof ConfigInvalid) throw error;
      log.warn('redis could not be checked', errorFields(error));
      if (!mustBeDurable) return;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}
