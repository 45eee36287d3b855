import { parseRules } from '@guance-jira/mapping';
import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wakeFarDelayed } from './far-delayed.ts';
import { createWaker, type Waker } from './promote-job.ts';

const HOUR = 3_600_000;
const rulesWith = (holdFor: string) =>
  parseRules(
    `defaults: { project: OPS, issueType: Task, group: fault, holdFor: ${holdFor} }\nroutes: [{ name: all }]\n`,
    'rules.yaml',
  );

describe.skipIf(SKIPPED !== '')(`events put off by a clock that is hours ahead${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let queue: Queue;
  let waker: Waker;
  let warnings: string[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    keys = redis.keys();
    warnings = [];
    queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    waker = createWaker(redis.client, keys);
    await queue.add('event', {}, { jobId: jobIdFor('far'), delay: 5 * HOUR });
    await queue.add('event', {}, { jobId: jobIdFor('near'), delay: HOUR });
  });
  afterEach(async () => {
    await waker.close();
    await queue.close();
  });
  const sweep = (holdFor: string, aheadMs = 0) =>
    wakeFarDelayed({
      ...{ redis: redis.client, keys, rules: () => rulesWith(holdFor), wake: waker.wake },
      log: { warn: (message: string) => void warnings.push(message) } as never,
      now: () => Date.now() + aheadMs,
    });
  const states = () => Promise.all(['far', 'near'].map((id) => queue.getJobState(jobIdFor(id))));

  it('are tried at once, and no other', async () => {
    expect(await sweep('0s')).toBe(1);

    expect(await states()).toEqual(['waiting', 'delayed']);
    expect(warnings).toEqual(['events put off by a clock that is ahead are tried now']);
    expect(await sweep('0s')).toBe(0);
  });

  it('are those only that lie further ahead than the rules may hold an event back', async () => {
    expect(await sweep('5h')).toBe(0);

    expect(await states()).toEqual(['delayed', 'delayed']);
    expect(warnings).toEqual([]);
  });

  it('are left to others by the worker that is ahead, which says that its clock differs', async () => {
    expect(await sweep('0s', 3 * HOUR)).toBe(0);

    expect(warnings).toEqual(['clocks of worker and redis differ']);
  });
});
