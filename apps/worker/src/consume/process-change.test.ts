import { changeJobId, type Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import type { Job } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { processChange } from './process-change.ts';
import type { Waiting } from './put-aside.ts';

const SITE = 'http://jira.example';
const CHANGE = {
  ...{ v: 1001, kind: 'change', eventId: 'jira:1', receivedAt: 1 },
  event: { issueId: '10001', issueKey: 'OPS-1', by: null, fields: null },
};

describe.skipIf(SKIPPED !== '')(`the job of a change${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let lines: [string, string, Record<string, unknown>][];
  let counted: string[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    lines = [];
    counted = [];
  });

  const at = (level: string) => (message: string, fields: Record<string, unknown>) =>
    void lines.push([level, message, fields]);
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const attempt = (attemptsMade: number, waits: Waiting[] = []) => {
    const job = { id: changeJobId(CHANGE), data: CHANGE, attemptsMade, opts: { attempts: 5 } } as unknown as Job;
    const deps = { redis: redis.client, keys, jira: { tracker: { site: SITE } } } as never;
    return processChange(job, deps, {
      log: log as never,
      metrics: { toldGuance: (deed: string) => void counted.push(deed) } as never,
      putAside: async (step) => {
        waits.push(step);
        throw new Error('put aside');
      },
    });
  };

  it('is told of when its last attempt ends in an error, and counted', async () => {
    await redis.client.hset(keys.back(SITE, '10001'), { v: 1, subject: '{' });

    await expect(attempt(0)).rejects.toThrow(SyntaxError);
    expect([lines, counted]).toEqual([[], []]);

    await expect(attempt(4)).rejects.toThrow(SyntaxError);
    expect(lines).toMatchObject([['error', 'change handled', { eventId: 'jira:1', issueKey: 'OPS-1', attempt: 5 }]]);
    expect(counted).toEqual(['failed']);
  });

  it('waits for an upgrade where a newer version has noted what the issue stands for', async () => {
    await redis.client.hset(keys.back(SITE, '10001'), { v: 2, subject: '{"of":"another form"}' });
    const waits: Waiting[] = [];

    await expect(attempt(4, waits)).rejects.toThrow('put aside');
    expect(waits).toMatchObject([{ step: 'wait', upgrade: true }]);
  });
});
