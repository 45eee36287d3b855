import { EventJob, QUEUE_NAME } from '@guance-jira/queue';
import type { OpenedRedis } from '../opened-redis.ts';
import { parsed } from './read-rows.ts';

/** Redis does nothing else while it gathers so many. */
const AT_ONCE = 50;
/** Long alerts are fewer. */
const MAX_LETTERS = 8_000_000;

/** The newest events as they were received, newest first, as far as their jobs are still there: `count` at most. */
export async function newestJobs({ redis, keys }: OpenedRedis, count: number): Promise<EventJob[]> {
  const ids = await redis.zrevrange(keys.seen, 0, count - 1);
  const jobs: EventJob[] = [];
  let letters = 0;
  for (let begin = 0; begin < ids.length && letters < MAX_LETTERS; begin += AT_ONCE) {
    const reads = redis.pipeline();
    for (const id of ids.slice(begin, begin + AT_ONCE)) reads.hget(`${keys.bullPrefix}:${QUEUE_NAME}:${id}`, 'data');
    for (const [error, data] of (await reads.exec()) ?? []) {
      if (error) throw error;
      if (typeof data !== 'string') continue;
      letters += data.length;
      const job = EventJob.safeParse(parsed(data));
      if (job.success) jobs.push(job.data);
    }
  }
  return jobs;
}
