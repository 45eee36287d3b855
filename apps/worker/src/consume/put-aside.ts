/** A job that has to wait, alone or with all others. Neither spends an attempt. */
import { isRedisTransient } from '@guance-jira/queue';
import { DelayedError, type Job, Worker } from 'bullmq';
import type { Step } from '../disposition.ts';
import { eventIdOf } from './log-outcome.ts';
import { tellWhy } from './tell-why.ts';

export type Waiting = Extract<Step, { step: 'wait' | 'pause' }>;

/** Never returns: BullMQ takes these errors for what they are. */
export async function putAside(
  step: Waiting,
  {
    worker,
    job,
    token,
    outdated,
  }: { worker: Worker; job: Job; token?: string | undefined; outdated: (id: string) => void },
): Promise<never> {
  if (step.step === 'pause') {
    await unlessRedisIsIll(() => worker.rateLimit(Math.min(step.ms, MAX_PAUSE_MS)));
    throw Worker.RateLimitError();
  }
  if (step.upgrade) outdated(eventIdOf(job));
  await unlessRedisIsIll(async () => {
    await tellWhy(job, step);
    await job.moveToDelayed(Date.now() + step.ms, token);
    await step.afterwards?.();
  });
  throw new DelayedError();
}

/** A pause is held in parts, so that its early end (a new token, a resume) is noticed soon. */
const MAX_PAUSE_MS = 5000;

/**
 * A job that a full or lost Redis cannot put aside stays where it is until its lock runs out, and is then taken up again.
 * An error would spend an attempt instead, and a long illness of Redis would fail the event.
 */
export async function unlessRedisIsIll(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!isRedisTransient(error)) throw error;
  });
}
