import { QUEUE_NAME } from '@guance-jira/queue';
import { Job } from 'bullmq';
import type { OpenedRedis } from '../opened-redis.ts';

/**
 * A job, or undefined where there is none. On the dashboard a person can write anything into one, and BullMQ throws at what is no JSON:
 * that part is left out then, so that people see which job it is.
 */
export async function jobOf(
  { redis, keys, queue }: Pick<OpenedRedis, 'redis' | 'keys' | 'queue'>,
  jobId: string,
): Promise<Job | undefined> {
  try {
    return await Job.fromId(queue, jobId);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const fields = await redis.hgetall(`${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`);
  const readable = Object.entries(fields).filter(([name, text]) => !AS_JSON.includes(name) || isJson(text));
  const job = Job.fromJSON(queue, { data: '{}', opts: '{}', ...Object.fromEntries(readable) } as never, jobId);
  const { processedOn, finishedOn, atm } = fields;
  job.attemptsMade = Number(atm) || 0;
  if (processedOn !== undefined) job.processedOn = Number(processedOn);
  if (finishedOn !== undefined) job.finishedOn = Number(finishedOn);
  return job;
}

const AS_JSON: readonly string[] = ['data', 'opts', 'progress', 'returnvalue', 'stacktrace'];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
