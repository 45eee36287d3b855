import { keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQueue } from './read-queue.ts';

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

    expect(facts).toMatchObject({ waiting: 101, oldestAt: 1000 });
    await queue.close();
  });
});
