import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWaker, type Waker } from './promote-job.ts';

describe.skipIf(SKIPPED !== '')(`waking a job${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let queue: Queue;
  let waker: Waker;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    waker = createWaker(redis.client, keys);
  });
  afterEach(async () => {
    await waker.close();
    await queue.close();
  });
  const add = (eventId: string, delay: number) => queue.add('event', {}, { jobId: jobIdFor(eventId), delay });

  it('makes a delayed one run at once', async () => {
    await add('a', 3_600_000);

    await waker.wake(jobIdFor('a'));

    expect(await queue.getJobState(jobIdFor('a'))).toBe('waiting');
  });

  it('is no error when it runs already, or is gone', async () => {
    await add('a', 0);

    await waker.wake(jobIdFor('a'));
    await waker.wake(jobIdFor('b'));

    expect(await queue.getJobState(jobIdFor('a'))).toBe('waiting');
  });
});
