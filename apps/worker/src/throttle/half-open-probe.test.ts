import { connectLater } from '@guance-jira/jira';
import { failure, fakeTracker } from '@guance-jira/jira/testing';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testSide } from '../testing/test-jira.ts';
import { isOverdue, isTurn, probeWhenIdle } from './half-open-probe.ts';
import { warmUp } from './warm-up.ts';

describe.skipIf(SKIPPED !== '')(`a pause that nobody has tried to end${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
  });
  afterEach(() => void vi.restoreAllMocks());
  const overdue = async (reason: string, agoMs: number) => {
    const [seconds] = await redis.client.time();
    await redis.client.hset(keys.pause('s'), { reason, until: Number(seconds) * 1000 - agoMs });
    return isOverdue(redis.client, keys.pause('s'));
  };

  it.each([
    ['unavailable', 20_000, true],
    ['unauthorized', 20_000, true],
    ['unavailable', 2000, false],
    // It ends by itself.
    ['throttled', 20_000, false],
  ])('is overdue: %s, over for %i ms: %s', async (reason, agoMs, expected) => {
    expect(await overdue(reason, agoMs)).toBe(expected);
  });

  it.each([-5, 5])("is told by Redis's clock, also where ours is %i hours ahead", async (hours) => {
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + hours * 3_600_000);

    expect([await overdue('unavailable', 20_000), await overdue('unavailable', 2000)]).toEqual([true, false]);
  });

  describe('a Jira that did not answer when the worker started', () => {
    const LOOK_MS = 5000;
    let idle: { close: () => void };
    afterEach(() => {
      idle?.close();
      vi.useRealTimers();
    });
    /** An idle worker whose Jira answers from so many tries on, after its start; `tries` counts them. */
    const started = async (answersFrom: number) => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      const tries = { begun: 0, looks: 0 };
      const side = testSide();
      const tracker = connectLater('http://jira', async () => {
        tries.begun += 1;
        if (tries.begun < answersFrom) throw failure({ endpoint: 'serverInfo', status: 0 });
        return fakeTracker();
      });
      const keep = async () => {
        tries.looks += 1;
      };
      const jira = { ...side, tracker, circuit: { ...side.circuit, keep } };
      await warmUp(jira);
      idle = probeWhenIdle(redis.client, keys.pause('s'), jira, () => {});
      const look = async () => {
        const before = tries.looks;
        // The look before it may not have ended.
        await vi.waitFor(() => {
          vi.advanceTimersByTime(LOOK_MS);
          expect(tries.looks).toBeGreaterThan(before);
        });
      };
      return { tries, tracker, side, look };
    };

    it('is asked again without any event, until it is known', async () => {
      const { tries, tracker, look } = await started(2);
      expect(tracker.known()).toBeNull();

      await look();
      await vi.waitFor(() => expect(tracker.known()).not.toBeNull());
      for (let n = 0; n < 3; n += 1) await look();

      expect(tries.begun).toBe(2);
    });

    it('is left alone while a pause of its making runs, and probed when that is overdue', async () => {
      const { tries, tracker, look } = await started(2);
      await overdue('unavailable', -20_000);
      for (let n = 0; n < 3; n += 1) await look();
      expect(tries.begun).toBe(1);

      await overdue('unavailable', 20_000);
      await look();
      await vi.waitFor(() => expect(tracker.known()).not.toBeNull());
    });

    it('is asked by one at a time, or one lost answer would count as two', async () => {
      const side = testSide();
      let asked = 0;
      const tracker = connectLater('http://jira', async () => {
        asked += 1;
        throw failure({ endpoint: 'serverInfo', status: 0 });
      });
      const jira = { ...side, tracker };
      await Promise.all([warmUp(jira), warmUp(jira)]);

      expect([asked, side.told.length]).toEqual([1, 2]);
    });

    it('is asked ever more rarely', () => {
      const looks = Array.from({ length: 200 }, (_, n) => n + 1);

      expect(looks.filter(isTurn)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 192]);
    });
  });
});
