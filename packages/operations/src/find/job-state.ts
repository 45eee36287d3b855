import { type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import type { Job } from 'bullmq';

/**
 * The state of a job in BullMQ's words. Its own question looks through the whole list of those that wait, which holds Redis for
 * milliseconds where a hundred thousand do: here a job that is nowhere else and has not ended is one of them.
 */
export async function jobState(job: Job, { redis, keys }: { redis: RedisClient; keys: Keys }): Promise<string> {
  const [id, queue] = [job.id ?? '', `${keys.bullPrefix}:${QUEUE_NAME}:`];
  const reads = redis.pipeline();
  for (const state of SORTED) reads.zscore(queue + state, id);
  // As long as the workers take at once.
  reads.lpos(`${queue}active`, id);
  const answers = (await reads.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  const place = answers.findIndex(([, answer]) => answer !== null);
  return [...SORTED, 'active'][place] ?? (job.finishedOn === undefined ? 'waiting' : 'unknown');
}

const SORTED = ['completed', 'failed', 'delayed', 'prioritized', 'waiting-children'] as const;
