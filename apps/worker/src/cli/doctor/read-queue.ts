import { oldestEventAt } from '@guance-jira/queue';
import { z } from 'zod';
import { readPauses } from '../../throttle/manual-pause.ts';
import type { OpenedRedis } from '../command-line/open-redis.ts';
import type { QueueFacts } from './check-queue.ts';

export async function readQueue({ redis, keys, queue }: OpenedRedis, site: string): Promise<QueueFacts> {
  const counts = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed', 'prioritized');
  const [epoch, beatAt] = await redis.hmget(keys.ledger, 'epoch', 'beatAt');
  const ledger = z.object({ epoch: z.coerce.number(), beatAt: z.coerce.number() });
  return {
    waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
    delayed: counts.delayed ?? 0,
    active: counts.active ?? 0,
    failed: counts.failed ?? 0,
    oldestAt: await oldestEventAt(redis, keys),
    paused: await queue.isPaused(),
    pauses: await readPauses(redis, keys, site),
    ledger: epoch && beatAt ? ledger.parse({ epoch, beatAt }) : null,
  };
}
