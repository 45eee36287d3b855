import { type EventJob, jobOptions, type Keys, type RedisClient, replicated } from '@guance-jira/queue';
import type { Queue } from 'bullmq';

/** What Redis confirmed: the event waits now, or it was there (as a job or as an outcome) before. */
export type Confirmed = 'queued' | 'duplicate';

/** Puts events into the queue, durably. */
export interface Producer {
  /**
   * One answer per job, in order. All or none: when it rejects, some may have arrived nonetheless, and may be sent again,
   * since the job id keeps them single.
   */
  confirm(jobs: readonly EventJob[]): Promise<Confirmed[]>;
}

/** How long replicas may take, in milliseconds. */
const REPLICAS_WITHIN_MS = 500;

/** For each event: does a job exist, or an outcome in the ledger? One command, however many events. */
const LOOK = `
local found = {}
for i = 1, #KEYS, 2 do
  found[#found + 1] = (redis.call('EXISTS', KEYS[i]) == 1 or redis.call('HEXISTS', KEYS[i + 1], 'outcome') == 1) and 1 or 0
end
return found`;

export function createProducer(deps: { redis: RedisClient; queue: Queue; keys: Keys; waitReplicas: number }): Producer {
  const { redis, queue, keys, waitReplicas } = deps;
  return {
    async confirm(jobs) {
      const names = jobs.flatMap(({ eventId }) => [keys.job(eventId), keys.event(eventId)]);
      const found = flags(await redis.eval(LOOK, names.length, ...names));
      const missing = jobs.filter((_, index) => found[index] !== 1);
      if (missing.length > 0) {
        const added = missing.map((job) => ({ name: nameOf(job.event), data: job, opts: jobOptions(job) }));
        await replicated(redis, keys.ledger, { wanted: waitReplicas, withinMs: REPLICAS_WITHIN_MS }, () =>
          queue.addBulk(added),
        );
      }
      return jobs.map((_, index) => (found[index] === 1 ? 'duplicate' : 'queued'));
    },
  };
}

/** The dashboard shows the name of a job: one line of the event's title. */
export function nameOf(event: Record<string, unknown>): string {
  const title = typeof event.df_title === 'string' ? event.df_title : '';
  const line = title
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  const short = [...line].slice(0, 120).join('');
  return short === '' ? 'untitled' : short;
}

function flags(answer: unknown): unknown[] {
  if (!Array.isArray(answer)) throw new Error('Redis answered the look for duplicates with something else than a list');
  return answer;
}
