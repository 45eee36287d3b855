import { levelRank, levels, readAlert, statusWords } from '@guance-jira/mapping';
import { type EventJob, jobIdFor, jobOptions, type Keys, priorityOf, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLanes, type Place } from '../groups/ordered-lock.ts';
import { createWaker, type Waker } from './promote-job.ts';

const WORDS = [...new Set([...statusWords, ...levels])];

describe('the order of the queue', () => {
  // packages/queue knows no mapping, and lists the words by itself.
  it.each(levels)('has a place for the level %s that suits its rank', (level) => {
    const rank = levelRank(level);
    const places = rank >= 5 ? [undefined] : rank === 4 ? [1] : rank === 3 ? [2] : rank === 2 ? [2, 3] : [3];
    expect(places, 'add it to PRIORITIES in packages/queue').toContain(priorityOf({ df_status: level }));
  });

  it('is that of the levels as the mapping ranks them', () => {
    const status = fc.constantFrom(...WORDS, ...WORDS.map((word) => word.toUpperCase()));
    const event = fc.record({ df_status: status, df_source: fc.constantFrom('monitor', 'security') });
    const rank = (raw: object) => levelRank(readAlert(raw, { eventId: 'e', receivedAt: 1 }).level);
    fc.assert(
      fc.property(event, event, (a, b) => {
        if (rank(a) > rank(b)) expect(priorityOf(a) ?? 0).toBeLessThanOrEqual(priorityOf(b) ?? 0);
      }),
    );
  });
});

describe.skipIf(SKIPPED !== '')(`a queue with jobs of every level${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let queue: Queue<EventJob>;
  let waker: Waker;
  const workers: Worker[] = [];
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
    for (const worker of workers.splice(0)) await worker.close();
    await waker.close();
    await queue.close();
  });

  const add = async (eventId: string, df_status: string) => {
    const job: EventJob = { v: 1, eventId, event: { df_status }, receivedAt: 1 };
    await queue.add(eventId, job, jobOptions(job));
  };
  type Handle = (job: Job<EventJob>, token?: string) => Promise<void>;
  /** Handles jobs until `count` are done, and gives their event ids in the order of their ends. */
  const handled = (count: number, handle: Handle = async () => {}, concurrency = 1) =>
    new Promise<string[]>((resolve) => {
      const done: string[] = [];
      const worker = new Worker<EventJob>(QUEUE_NAME, handle, {
        connection: redis.client,
        prefix: keys.bullPrefix,
        concurrency,
      });
      workers.push(worker);
      worker.on('completed', (job) => {
        done.push(job.data.eventId);
        if (done.length === count) resolve(done);
      });
    });

  it('gives the most severe first, and those of one level as they came', async () => {
    for (const status of ['ok', 'info', 'warning', 'critical', 'odd', 'error', 'nodata', 'fatal'])
      for (const n of [1, 2]) await add(`${status}-${n}`, status);

    expect(await handled(16)).toEqual(
      ['critical', 'fatal', 'odd', 'error', 'warning', 'nodata', 'ok', 'info'].flatMap((s) => [`${s}-1`, `${s}-2`]),
    );
  });

  it('gives the openings of a fault before its recovery, whatever their level', async () => {
    for (const status of ['info', 'warning', 'critical']) await add(`opens-${status}`, status);
    await add('recovery', 'ok');
    await add('other', 'critical');

    expect((await handled(5)).at(-1)).toBe('recovery');
  });

  it.each(['warning', 'critical'])('wakes a %s that was put to wait, in its own place', async (df_status) => {
    await add('low', 'info');
    await add('slept', df_status);
    await queue.getJob(jobIdFor('slept')).then((job) => job?.remove());
    const job: EventJob = { v: 1, eventId: 'slept', event: { df_status }, receivedAt: 1 };
    await queue.add('slept', job, { ...jobOptions(job), delay: 3_600_000 });

    await waker.wake(jobIdFor('slept'));

    expect(await queue.getJobState(jobIdFor('slept'))).toBe(df_status === 'critical' ? 'waiting' : 'prioritized');
    expect(await handled(2)).toEqual(['slept', 'low']);
  });

  it('lets a lane wake its next, by event time, though all of them are prioritized', async () => {
    const lanes = createLanes(redis.client, keys, waker.wake);
    const times: Record<string, number> = { second: 20, third: 30, first: 10 };
    const placeOf = (eventId: string): Place => ({
      objectKey: 'object',
      jobId: jobIdFor(eventId),
      eventTime: times[eventId] ?? 0,
      receivedAt: 1,
    });
    await add('head', 'error');
    for (const eventId of ['second', 'third', 'first']) await add(eventId, 'warning');
    let behind = 0;
    const inTurn: Handle = async (job, token) => {
      const place = placeOf(job.data.eventId);
      if (!(await lanes.enter(place)).go) {
        await job.moveToDelayed(Date.now() + 3_600_000, token);
        await lanes.knock(place);
        behind += 1;
        throw new DelayedError();
      }
      // Until all others are put to wait, so that only being woken brings them back.
      while (job.data.eventId === 'head' && behind < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      await lanes.leave(place);
    };

    expect(await handled(4, inTurn, 4)).toEqual(['head', 'first', 'second', 'third']);
  });
});
