/**
 * BullMQ's locks end by the clock of Redis. One that was taken while that clock was hours ahead lasts for hours after it was set right: the
 * jobs of a killed worker, and the look for such jobs, would wait as long. What lasts longer than it was taken for is shortened.
 */
import { type Keys, lua, QUEUE_NAME, type RedisClient, script } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';

/** For how long BullMQ takes a lock, and how often it looks for jobs whose lock has ended. */
export interface LockTimes {
  readonly lockMs: number;
  readonly stalledCheckMs: number;
}

/** How many were shortened. A living worker renews its own long before. Rejects only when Redis does. */
export async function shortenLocks(
  redis: RedisClient,
  keys: Keys,
  { lockMs, stalledCheckMs }: LockTimes,
  log: Pick<Log, 'warn'>,
): Promise<number> {
  const base = `${keys.bullPrefix}:${QUEUE_NAME}:`;
  const shortened = Number(
    await SHORTEN(redis, [`${base}active`, `${base}stalled-check`], [base, lockMs, stalledCheckMs]),
  );
  if (shortened > 0) log.warn('locks taken by a clock that was ahead are shortened', { locks: shortened });
  return shortened;
}

const SHORTEN = script(lua(new URL('./scripts/shorten.lua', import.meta.url)));
