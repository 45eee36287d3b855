import { GuanceFailure } from '@guance-jira/guance';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAsk } from './ask.ts';
import { guanceThere, type There } from './testing/guance-there.ts';

const WORKSPACE = 'wksp_1';

describe.skipIf(SKIPPED !== '')(`a request of a look${SKIPPED}`, () => {
  let server: TestRedis;
  let there: There;
  let slept: number;
  let ours: () => boolean;
  let ends: string[];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    there = guanceThere(WORKSPACE, Date.now);
    [slept, ends, ours] = [0, [], () => true];
  });

  const asking = () => {
    const keys = server.keys();
    const redis = server.client;
    return createAsk({
      ...{ redis, keys, guance: there.guance, workspace: WORKSPACE, isOurs: () => ours() },
      onAnswer: (_endpoint, end) => ends.push(end),
      // Time goes by in no time: the turns that were spent are forgotten.
      sleep: async (ms) => {
        slept += ms;
        await redis.del(keys.guanceTurns(WORKSPACE));
      },
    });
  };
  const throttledTimes = (times: number, retryAfterMs: number | null = null) => {
    let left = times;
    there.before = (endpoint) => {
      left -= 1;
      if (left >= 0) throw new GuanceFailure('throttled', { endpoint, status: 429, said: 'too many', retryAfterMs });
    };
  };

  it('that Guance counts as one too many is made again, after as long as it asks for', async () => {
    throttledTimes(2, 9_000);

    expect(await asking()('workspace', (guance) => guance.workspaceOf(WORKSPACE))).toBe(WORKSPACE);

    expect(ends).toEqual(['throttled', 'throttled', 'done']);
    expect(slept).toBeGreaterThanOrEqual(18_000);
  });

  it('is given up where Guance takes none for minutes, and at once where another looks', async () => {
    throttledTimes(99);
    const look = asking()('workspace', (guance) => guance.workspaceOf(WORKSPACE));
    await expect(look).rejects.toMatchObject({ kind: 'throttled' });
    expect([ends.length, slept >= 60_000]).toEqual([4, true]);

    ours = () => ends.length === 4;
    await expect(asking()('workspace', (guance) => guance.workspaceOf(WORKSPACE))).rejects.toThrow('another look');
    expect(ends).toHaveLength(5);
  });
});
