import { type Keys, QUEUE_NAME, type RedisClient } from '@guance-jira/queue';
import { ErrorCode, Job, Queue } from 'bullmq';

export interface Waker {
  /** Makes a delayed job run at once. A job that is gone, or does not wait any more, needs no waking. */
  wake(jobId: string): Promise<void>;
  close(): Promise<void>;
}

export function createWaker(connection: RedisClient, keys: Keys): Waker {
  const queue = new Queue(QUEUE_NAME, { connection, prefix: keys.bullPrefix, skipVersionCheck: true });
  // The connection is shared and its errors are reported where it was opened.
  queue.on('error', () => undefined);
  return {
    wake: async (jobId) => {
      const job = await Job.fromId(queue, jobId);
      await job?.promote().catch((error: unknown) => {
        if (!isNoLongerWaiting(error)) throw error;
      });
    },
    close: () => queue.close(),
  };
}

function isNoLongerWaiting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === ErrorCode.JobNotInState || code === ErrorCode.JobNotExist;
}
