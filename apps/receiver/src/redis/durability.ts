import { setTimeout as pause } from 'node:timers/promises';
import { durabilityOf, type RedisClient } from '@guance-jira/queue';
import { ConfigInvalid, errorFields, type Log } from '@guance-jira/service';

const REACH_TIMEOUT_MS = 30_000;

/** Logs what Redis promises about a confirmed event: once, and again when a new connection finds another promise. */
export function logPromise(redis: RedisClient, key: string, log: Log): void {
  let known: string | null = null;
  const look = async () => {
    try {
      const { promise, durable, ...settings } = await durabilityOf(redis, key);
      if (promise === known) return;
      known = promise;
      log[durable ? 'info' : 'warn']('redis durability', { promise, durable, ...settings });
    } catch (error) {
      log.debug('redis did not tell its durability', errorFields(error));
    }
  };
  redis.on('ready', () => void look());
  if (redis.status === 'ready') void look();
}

/**
 * Waits for Redis and insists that it keeps what it confirms.
 * @throws ConfigInvalid when it promises less; Error when it does not answer within 30 s
 */
export async function requireDurable(
  redis: RedisClient,
  key: string,
  log: Log,
  withinMs = REACH_TIMEOUT_MS,
): Promise<void> {
  for (const start = performance.now(); ; await pause(250)) {
    try {
      const { durable, promise } = await durabilityOf(redis, key);
      if (durable) return;
      throw new ConfigInvalid([`REQUIRE_DURABLE_REDIS: ${promise}`]);
    } catch (error) {
      if (error instanceof ConfigInvalid) throw error;
      if (performance.now() - start > withinMs)
        throw new Error(
          `REQUIRE_DURABLE_REDIS is set, and Redis did not answer within ${withinMs / 1000} s (${errorFields(error).error})`,
        );
      log.debug('waiting for redis, whose durability is required', errorFields(error));
    }
  }
}
