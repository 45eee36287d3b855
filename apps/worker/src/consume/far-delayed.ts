/**
 * BullMQ puts a job off by the clock of its worker. One whose clock is hours ahead puts events hours off for all the others, and they
 * stay there when it is set right: what lies further ahead than any wait of ours is tried at once.
 */
import type { Rules } from '@guance-jira/mapping';
import { type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';

export interface FarDelayedDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  /** Makes a delayed job run at once. */
  wake: (jobId: string) => Promise<void>;
  log: Pick<Log, 'warn'>;
  now?: () => number;
}

/** A 429 may ask for an hour, with some spread; all other waits but those of the rules are shorter. */
const MAX_MS = 4_500_000;
const MOST = 100;
/** Below this a difference of clocks does no harm worth a line. */
const APART_MS = 30_000;
/** BullMQ keeps 12 bits behind the time for jobs that are due in the same millisecond. */
const PER_MS = 0x1000;

/** How many were woken. Rejects only when Redis does. */
export async function wakeFarDelayed({
  redis,
  keys,
  rules,
  wake,
  log,
  now = Date.now,
}: FarDelayedDeps): Promise<number> {
  const [seconds, micros] = (await redis.time()).map(Number);
  const redisNow = (seconds ?? 0) * 1000 + Math.floor((micros ?? 0) / 1000);
  const aheadMs = now() - redisNow;
  if (Math.abs(aheadMs) > APART_MS) log.warn('clocks of worker and redis differ', { aheadMs, todo: 'set them by NTP' });
  // The later of two clocks: neither a Redis nor a worker that is behind makes an honest wait too long.
  const far = Math.max(redisNow, now()) + furthestMs(rules());
  const delayed = `${keys.bullPrefix}:${QUEUE_NAME}:delayed`;
  const jobs = await redis.zrangebyscore(delayed, far * PER_MS, '+inf', 'LIMIT', 0, MOST);
  for (const job of jobs) await wake(job);
  if (jobs.length > 0) log.warn('events put off by a clock that is ahead are tried now', { events: jobs.length });
  return jobs.length;
}

function furthestMs({ routes, fallback }: Rules): number {
  const all = [...routes, ...(fallback === null ? [] : [fallback])];
  const waits = all.flatMap((route) => (route.kind === 'issue' ? [route.holdForMs, route.recoverGraceMs] : []));
  return Math.max(MAX_MS, ...waits) + MAX_MS;
}
