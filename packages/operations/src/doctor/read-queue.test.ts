import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endLimits, limitsOf, readQueue } from './read-queue.ts';

describe.skipIf(SKIPPED !== '')(`what doctor reads of the queue${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('finds the oldest event also behind many that come first by their priority', async () => {
    const keys = keysFor('read-queue');
    const queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    const job = (timestamp: number, priority: number) => ({
      ...{ name: 'x', data: {} },
      opts: { jobId: `ev_${timestamp}`, timestamp, priority },
    });
    await queue.addBulk([job(1000, 3), ...Array.from({ length: 100 }, (_, n) => job(5000 + n, 1))]);

    const facts = await readQueue({ redis: redis.client, keys, queue }, 'http://jira.example');

    expect(facts).toMatchObject({ waiting: 101, oldest: { at: 1000, waitsFor: null } });
    await queue.close();
  });

  it('reads what the oldest waits for, who failed of late, and the limits that it can take away', async () => {
    const keys = keysFor('read-limits');
    const queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    const opened = { redis: redis.client, keys, queue };
    const job = await queue.add('x', {}, { timestamp: 1000, delay: 600_000 });
    await job.updateProgress({ waitingFor: 'Jira' });
    await redis.client.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:failed`, Date.now() - 1000, 'new', 5, 'old');
    await redis.client.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:completed`, 7, 'done');
    await queue.setGlobalConcurrency(2);
    await queue.setGlobalRateLimit(1, 600_000);
    const limits = { concurrency: 2, rate: { max: 1, duration: 600_000 } };

    const facts = await readQueue(opened, 'http://jira.example');

    expect(facts).toMatchObject({ failed: 2, failedOfDay: 1, doneAt: 7, oldest: { waitsFor: 'Jira' }, limits });
    expect(await endLimits(queue)).toEqual(limits);
    expect(await limitsOf(queue)).toEqual({ concurrency: null, rate: null });
    await queue.close();
  });
});
