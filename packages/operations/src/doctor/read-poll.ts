import { readPoll } from '@guance-jira/ledger';
import type { OpenedRedis } from '../opened-redis.ts';

/** The poll of Jira for the way back; times by Redis's clock. */
export interface PollFacts {
  now: number;
  /** As the workers last had it; null where none has ever polled. */
  everyMs: number | null;
  lookedAt: number | null;
  found: number;
  told: number;
  /** Why the last one came to nothing; '' where it went well. */
  failure: string;
}

export async function readPollFacts({ redis, keys }: OpenedRedis, site: string): Promise<PollFacts> {
  const record = await readPoll(redis, keys, site);
  const [seconds] = await redis.time();
  const { everyMs = null, lookedAt = null, found = 0, told = 0, failure = '' } = record ?? {};
  return { now: Number(seconds) * 1000, everyMs, lookedAt, found, told, failure };
}
