import { type Keys, onNodeOf, type RedisClient } from '@guance-jira/queue';

/**
 * The clock of Redis, read once and carried on: when a window is due and when it is over is told by one worker and read by another,
 * whose own clocks may be minutes apart.
 */
export async function sharedClock(redis: RedisClient, keys: Keys): Promise<() => number> {
  const [time] = await onNodeOf(redis, keys.ledger, [['TIME']]);
  const [seconds, micros] = Array.isArray(time) ? time.map(Number) : [];
  if (seconds === undefined || micros === undefined) throw new Error('Redis does not tell its time');
  const began = seconds * 1000 + micros / 1000 - performance.now();
  return () => Math.floor(began + performance.now());
}
