import { EventJob } from '@guance-jira/queue';
import { z } from 'zod';
import type { OpenedRedis } from '../opened-redis.ts';
import { type Choice, type FailedEvent, isChosen } from './choose.ts';
import { recordKeyOf } from './retry.ts';

const PAGE = 200;

/** The failed events that are meant, oldest first. All are read before any is touched: a retry moves those behind it. */
export async function failedEvents({ redis, keys, queue }: OpenedRedis, choice: Choice): Promise<FailedEvent[]> {
  const chosen: FailedEvent[] = [];
  for (let start = 0; ; start += PAGE) {
    const jobs = await queue.getFailed(start, start + PAGE - 1);
    const ids = jobs.map((job) => EventJob.safeParse(job.data).data?.eventId ?? null);
    // A job that failed tells its route, if it ever had one; the ledger knows it from before. All in one Cluster slot, so one pipeline will do.
    const reads = redis.pipeline();
    for (const [index, id] of ids.entries())
      reads.hget(recordKeyOf(keys, { jobId: jobs[index]?.id ?? '', eventId: id ?? '' }), 'route');
    const routes = (await reads.exec()) ?? [];
    const events = jobs.map(
      (job, index): FailedEvent => ({
        jobId: job.id ?? '',
        eventId: ids[index] ?? (job.id ?? '').replace(/^ev_/, ''),
        title: job.name,
        route: routeIn(job.progress) ?? (String(routes[index]?.[1] ?? '') || null),
        reason: job.failedReason ?? '',
        failedAt: job.finishedOn ?? null,
      }),
    );
    chosen.push(...events.filter((event) => isChosen(event, choice)));
    if (jobs.length < PAGE) return chosen.reverse();
  }
}

function routeIn(progress: unknown): string | null {
  return z.object({ route: z.string() }).safeParse(progress).data?.route ?? null;
}
