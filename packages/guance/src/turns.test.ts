import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { turnInMs } from './turns.ts';

describe.skipIf(SKIPPED !== '')(`the turns of one key${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
  });
  const turn = (who: string, workspace = 'w') => turnInMs(redis.client, keys, workspace, who);
  /** As if so many milliseconds had passed. */
  const pass = async (ms: number) => {
    const name = keys.guanceTurns('w');
    for (const who of await redis.client.zrange(name, '0', '-1')) await redis.client.zincrby(name, -ms, who);
  };

  it('are at most twenty a minute, however many ask', async () => {
    const waits: number[] = [];
    for (let n = 0; n < 41; n += 1) waits.push(await turn(`job-${n}`));

    expect(waits[0]).toBe(0);
    const inOneMinute = (from: number) => waits.filter((ms) => ms >= from && ms < from + 60_000).length;
    for (const from of waits) expect(inOneMinute(from)).toBeLessThanOrEqual(20);
    expect(waits.at(-1)).toBeGreaterThan(120_000);
  });

  it('are kept by those who wait, so that nobody comes before them', async () => {
    await turn('first');
    await turn('second');
    const before = await turn('third');
    await pass(2_000);

    expect(await turn('newcomer')).toBeGreaterThan(await turn('third'));
    expect(await turn('third')).toBeLessThan(before);
    await pass(1_200);
    expect(await turn('second')).toBe(0);
    expect(await turn('second')).toBeGreaterThan(0);
  });

  it('are at most twenty a minute also where those who have one are late, as workers that were frozen', async () => {
    const [jobs, spent]: [string[], number[]] = [Array.from({ length: 60 }, (_, n) => `job-${n}`), []];
    let at = 0;
    const wait = async (ms: number) => {
      at += ms;
      await pass(ms);
    };
    const all = async () => {
      for (const who of [...jobs])
        if ((await turn(who)) === 0) {
          jobs.splice(jobs.indexOf(who), 1);
          spent.push(at);
        }
    };
    for (const [times, ms] of [
      [18, 3100],
      [1, 25_000],
      [60, 1550],
    ] as const)
      for (let n = 0; n < times; n += 1) {
        await all();
        await wait(ms);
      }

    expect(spent.length).toBeGreaterThan(40);
    for (const from of spent)
      expect(spent.filter((ms) => ms >= from && ms < from + 60_000).length).toBeLessThanOrEqual(20);
  }, 60_000);

  it('of one key keep no other waiting', async () => {
    await turn('first');

    expect(await turn('first', 'another workspace')).toBe(0);
  });

  it('that nobody takes any more are forgotten', async () => {
    await turn('first');
    await turn('gone');
    await pass(200_000);

    expect(await turn('late')).toBe(0);
    expect(await redis.client.zcard(keys.guanceTurns('w'))).toBe(1);
  });

  it('go on when the clock of Redis was set back', async () => {
    await turn('first');
    await pass(-3_600_000);

    expect(await turn('second')).toBe(0);
  });
});
