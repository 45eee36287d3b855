import { setTimeout as pause } from 'node:timers/promises';
import { sharedTexts } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorkerReports, type WorkerReports } from './worker-reports.ts';

describe.skipIf(SKIPPED)(`what workers tell each other in Redis${SKIPPED}`, () => {
  let redis: TestRedis;
  let key: string;
  const opened: WorkerReports[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => {
    key = redis.keys().notify;
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  afterAll(() => redis.stop());

  const worker = () => {
    const reports = createWorkerReports(redis.connect(), key, (error) => {
      throw error;
    });
    opened.push(reports);
    return reports;
  };
  /** Reports are written without waiting. */
  const eventually = async (reports: WorkerReports, expected: string[]) => {
    for (;;) {
      const all = await reports.all();
      if (JSON.stringify(all.sort()) === JSON.stringify(expected)) return;
      await pause(10);
    }
  };

  it('shows the problems of all, each once, until each worker has read the file again', async () => {
    const [first, second, third] = [worker(), worker(), worker()];
    first.rules('rules.yaml:1:1 bad');
    second.rules('rules.yaml:1:1 bad');
    third.rules('another');
    await eventually(first, ['another', 'rules.yaml:1:1 bad']);

    second.rules(null);
    third.rules(null);
    await eventually(second, ['rules.yaml:1:1 bad']);
    await first.close();
    await eventually(second, []);
  });

  it.each([-10, 10])('shows them also to a worker whose clock is %i minutes ahead', async (minutes) => {
    const [first, second] = [worker(), worker()];
    first.rules('bad');
    await eventually(first, ['bad']);
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + minutes * 60_000);
    try {
      second.rules('worse');
      await eventually(second, ['bad', 'worse']);
    } finally {
      vi.restoreAllMocks();
    }

    expect((await first.all()).sort()).toEqual(['bad', 'worse']);
  });

  it('forgets a worker that is gone', async () => {
    await redis.client.hset(key, 'dead', JSON.stringify({ problems: 'old', at: Date.now() - 121_000 }));
    await redis.client.hset(key, 'odd', 'nonsense');

    expect(await worker().all()).toEqual([]);
    expect(await redis.client.exists(key)).toBe(0);
  });

  it('lets one at a time take its turn, and the next when the first is done, has failed, or is gone', async () => {
    const [first, second] = [sharedTexts(redis.connect(), key), sharedTexts(redis.connect(), key, 50)];
    const turnIs = async (taken: number) => {
      while ((await redis.client.exists(`${key}:turn`)) !== taken) await pause(10);
    };
    let ran = 0;
    const run = async () => {
      ran += 1;
    };
    const [long, freeze, hold] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const longTurn = first.inTurn(() => long?.promise ?? run());
    await turnIs(1);

    expect(await second.inTurn(run)).toBe(false);
    long?.resolve();
    expect([await longTurn, await second.inTurn(run), ran]).toEqual([true, true, 1]);
    await expect(first.inTurn(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await first.inTurn(run)).toBe(true);
    // One that was frozen for longer than its turn does not end the turn of the next.
    const frozen = second.inTurn(() => freeze?.promise ?? run());
    await turnIs(1);
    await turnIs(0);
    const next = first.inTurn(() => hold?.promise ?? run());
    await turnIs(1);
    freeze?.resolve();
    await frozen;
    expect(await second.inTurn(run)).toBe(false);
    hold?.resolve();
    await next;
  });
});
