import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Job, Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobState } from './job-state.ts';

describe.skipIf(SKIPPED !== '')(`the state of a job${SKIPPED}`, () => {
  const keys = keysFor('job-state');
  let redis: TestRedis;
  let queue: Queue;
  beforeAll(async () => {
    redis = await startRedis();
    queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
  });
  afterAll(async () => {
    await queue.close();
    await redis.stop();
  });

  it('is what BullMQ says, without its look through all that wait', async () => {
    const add = (name: string, options = {}) => queue.add(name, {}, { jobId: `ev_${name}`, ...options });
    const worker = new Worker(QUEUE_NAME, null, { connection: redis.client, prefix: keys.bullPrefix, autorun: false });
    for (const name of ['completed', 'failed', 'active']) await add(name);
    const [first, second] = [await worker.getNextJob('t'), await worker.getNextJob('t')];
    await first?.moveToCompleted('', 't', false);
    await second?.moveToFailed(new Error('no'), 't', false);
    await worker.getNextJob('t');
    await add('delayed', { delay: 60_000 });
    await add('prioritized', { priority: 3 });
    await add('waiting');

    for (const name of ['completed', 'failed', 'active', 'delayed', 'prioritized', 'waiting']) {
      const job = await Job.fromId(queue, `ev_${name}`);
      if (job === undefined) throw new Error(`no job ${name}`);
      expect([name, await jobState(job, { redis: redis.client, keys }), await job.getState()]).toEqual([
        name,
        name,
        name,
      ]);
    }
    await worker.close();
  });
});
