import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keysFor } from '../contract/keys.ts';
import { queueFigures } from './queue-figures.ts';

describe.skipIf(SKIPPED !== '')(`the look at the queue${SKIPPED}`, () => {
  const keys = keysFor('figures');
  let redis: TestRedis;
  let queue: Queue;
  beforeAll(async () => {
    redis = await startRedis();
    queue = new Queue('events', { connection: redis.client, prefix: keys.bullPrefix });
  });
  beforeEach(() => redis.client.flushall());
  afterAll(async () => {
    await queue.close();
    await redis.stop();
  });
  const add = (timestamp: number, options: { delay?: number; priority?: number } = {}, name = `at-${timestamp}`) =>
    queue.add(name, {}, { jobId: `ev_${name}`, timestamp, ...options });
  const look = () => queueFigures(queue, redis.client, keys);

  it('tells that nothing waits', async () => {
    expect(await look()).toEqual({
      counts: expect.objectContaining({ waiting: 0, active: 0, delayed: 0, prioritized: 0, failed: 0, completed: 0 }),
      oldestAt: null,
    });
  });

  it.each([
    ['waits', {}],
    ['is delayed', { delay: 60_000 }],
    ['has a priority', { priority: 3 }],
  ])('finds the oldest event when it %s', async (_state, options) => {
    await add(5000, { priority: 1 });
    await add(1000, options);
    await add(4000);
    await add(6000, { delay: 30_000 });
    await add(7000, { priority: 3 });

    expect((await look()).oldestAt).toBe(1000);
  });

  it('looks at both ends of a long list and at every priority, each in its own order', async () => {
    await queue.addBulk(
      Array.from({ length: 1500 }, (_, n) => ({
        name: 'x',
        data: {},
        opts: { jobId: `ev_${n}`, timestamp: 9000 + n },
      })),
    );
    await add(8000, {}, 'last');
    expect((await look()).oldestAt).toBe(8000);

    for (let priority = 1; priority <= 10; priority += 1) await add(7000 + priority, { priority });
    await add(100, { priority: 11 });
    expect((await look()).oldestAt).toBe(100);
  });

  it('does not count what has ended', async () => {
    await add(1000);
    await redis.client.lpop('{figures}:events:wait');
    await redis.client.zadd('{figures}:events:failed', 1, 'ev_at-1000');

    expect(await look()).toMatchObject({ counts: { failed: 1, waiting: 0 }, oldestAt: null });
  });
});
