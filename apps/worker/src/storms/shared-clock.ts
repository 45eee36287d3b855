import { type Keys, type RedisClient, redisNow } from '@guance-jira/queue';

/**
 * The clock of Redis, read once and carried on: when a window is due and when it is over is told by one worker and read by another,
 * whose own clocks may be minutes apart.
 */
export async function sharedClock(redis: RedisClient, keys: Keys): Promise<() => number> {
  const began = (await redisNow(redis, keys)) - performance.now();
  return () => Math.floor(began + performance.now());
}
