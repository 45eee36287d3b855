import { jobIdFor, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, sampleEvent, startStack } from './harness/index.ts';

const deep = (levels: number) => `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;

/** Whatever reads JSON by recursion ends its process at some depth: parsers, writers, Lua's cjson, the log. */
describe('events nested deeper than any stack', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack?.close());

  it('are refused at the door, and as deep as the door allows they become issues', async () => {
    const wrap = (inner: string) => JSON.stringify(sampleEvent()).replace(/\}$/, `,"deep":${inner}}`);
    const tooDeep = await stack.send(wrap(deep(200_000)));
    const allowed = sampleEvent({ deep: JSON.parse(deep(98)) });

    expect([tooDeep.status, tooDeep.body]).toMatchObject([400, { error: { code: 'invalid_json' } }]);
    expect((await stack.send(allowed)).status).toBe(202);
    await expectCreated(allowed.df_event_id);
  });

  it('end as failed where somebody puts them into the queue past the door, and the worker goes on', async () => {
    const { df_event_id: eventId, ...event } = sampleEvent();
    const keys = keysFor(stack.prefix);
    const redis = new Redis(stack.redis.url, { connectionName: 'test', maxRetriesPerRequest: null });
    const queue = new Queue(QUEUE_NAME, { connection: redis, prefix: keys.bullPrefix });
    await queue.pause();
    await queue.add('deep', {}, { jobId: jobIdFor(eventId) });
    const whole = JSON.stringify({ ...event, df_event_id: eventId }).replace(/\}$/, `,"deep":${deep(200_000)}}`);
    await redis.hset(keys.job(eventId), 'data', `{"v":1,"eventId":"${eventId}","receivedAt":1,"event":${whole}}`);
    await queue.resume();
    const next = sampleEvent();
    await stack.send(next);
    await expectCreated(next.df_event_id);
    const state = await stack.waitFor('its outcome', async () => {
      const now = await queue.getJobState(jobIdFor(eventId));
      return ['failed', 'completed'].includes(now) && now;
    });
    await queue.close();
    redis.disconnect();

    expect(['failed', 'completed']).toContain(state);
    expect(stack.worker.child).toBeDefined();
    expect(stack.worker.log.named('worker started')).toHaveLength(1);
  });

  async function expectCreated(eventId: string): Promise<void> {
    await stack.waitFor('the outcome', () =>
      stack.worker.log.named('event handled').some((line) => line.eventId === eventId && line.outcome === 'created'),
    );
  }
});
