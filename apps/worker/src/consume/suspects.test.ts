import { rulesFromSettings } from '@guance-jira/mapping';
import type { EventJob } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSuspects } from './suspects.ts';

const rules = () => rulesFromSettings({ project: 'OPS', issueType: 'Task', group: 'event' });
const job: EventJob = { v: 1, eventId: 'e', event: { df_event_id: 'e', df_status: 'critical' }, receivedAt: 1 };

describe(`a job that stalled${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const newJob = async () => {
    const key = redis.keys().job('e');
    await redis.client.hset(key, 'data', JSON.stringify(job));
    return key;
  };
  /** A worker of its own each time: the one before has ended. */
  const worker = (reading: { read?: () => void; cpuMs?: () => number } = {}) =>
    createSuspects(redis.client, rules, { read: () => {}, cpuMs: () => 0, ...reading });
  const dying = () =>
    worker({
      read: () => {
        throw new Error('the process ends here');
      },
    });

  it('is tried again without end where each worker could read it', async () => {
    const key = await newJob();
    for (let times = 0; times < 20; times += 1) expect(await worker().examine(job, key)).toBeNull();
    expect(await redis.client.hget(key, 'reading')).toBeNull();
  });

  it('is parked when three workers in a row ended while they read it, and a retry begins anew', async () => {
    const key = await newJob();
    for (let times = 0; times < 3; times += 1) await expect(dying().examine(job, key)).rejects.toThrow('ends here');
    expect(await worker().examine(job, key)).toMatch(/^stalled: .* 3 times; .*retry/);
    expect(await worker().examine(job, key)).toBeNull();
  });

  it('is parked when reading it held a living worker three times, but not when the worker was frozen meanwhile', async () => {
    const key = await newJob();
    let cpu = 0;
    const read = () => {
      cpu += 20_000;
    };
    const held = worker({ read, cpuMs: () => cpu });
    const frozen = worker({ cpuMs: () => cpu });
    for (let times = 0; times < 5; times += 1) expect(await frozen.examine(job, key)).toBeNull();
    for (let times = 0; times < 3; times += 1) expect(await held.examine(job, key)).toBeNull();
    expect(await held.examine(job, key)).toMatch(/^stalled: /);
  });

  it('is not parked for a worker that ended once, and was well at the next', async () => {
    const key = await newJob();
    for (let times = 0; times < 10; times += 1) {
      await expect(dying().examine(job, key)).rejects.toThrow();
      expect(await worker().examine(job, key)).toBeNull();
    }
  });

  it('is read by itself: a worker that ends meanwhile leaves one mark, not one for each of its jobs', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, newJob));
    const client = redis.connect();
    const stuck = createSuspects(client, rules, {
      // Nothing after it happens in a process that is killed here.
      read: () => client.disconnect(),
      cpuMs: () => 0,
    });
    await Promise.allSettled(keys.map((key) => stuck.examine(job, key)));
    const marks = await Promise.all(keys.map((key) => redis.client.hget(key, 'reading')));
    expect(marks).toEqual(['1', null, null, null, null]);
  });

  it('leaves no key behind where the job is gone', async () => {
    const key = redis.keys().job('gone');
    expect(await worker().examine(job, key)).toBeNull();
    expect(await redis.client.exists(key)).toBe(0);
  });
});
