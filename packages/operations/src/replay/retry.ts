import type { Keys, RedisClient } from '@guance-jira/queue';
import { lua, script } from '@guance-jira/queue';
import { ErrorCode, Job } from 'bullmq';
import type { OpenedRedis } from '../opened-redis.ts';
import type { FailedEvent } from './choose.ts';

/** Puts a failed event back into the queue, and writes down who did it. False: it is not failed any more, gone, or unreadable. */
export async function retryEvent(
  { redis, keys, queue }: OpenedRedis,
  { jobId, eventId }: Pick<FailedEvent, 'jobId' | 'eventId'>,
  { by, ledgerDays }: { by: string; ledgerDays: number },
): Promise<boolean> {
  const job = await Job.fromId(queue, jobId).catch((error: unknown) => {
    // No JSON: no worker could read it either.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  if (!job) return false;
  try {
    // Its attempts are for what happens from now on.
    await job.retry('failed', { resetAttemptsMade: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === ErrorCode.JobNotInState || code === ErrorCode.JobNotExist) return false;
    throw error;
  }
  await noteRetry(redis, recordKeyOf(keys, { jobId, eventId }), by, ledgerDays);
  await job.log(`tried again by ${by}`);
  return true;
}

/** A job that a person added by hand has an id of its own. */
export function recordKeyOf(keys: Keys, { jobId, eventId }: Pick<FailedEvent, 'jobId' | 'eventId'>): string {
  return jobId.startsWith('ev_') ? keys.record(jobId) : keys.event(eventId);
}

async function noteRetry(redis: RedisClient, recordKey: string, by: string, ledgerDays: number): Promise<void> {
  await NOTE_RETRY(redis, [recordKey], [by, ledgerDays * 86_400]);
}

const NOTE_RETRY = script(lua(new URL('./scripts/note-retry.lua', import.meta.url)));
