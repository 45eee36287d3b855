import { parseRules } from '@guance-jira/mapping';
import { EventJob, jobIdFor, jobOptions, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitFaults } from './split-faults.ts';

describe.skipIf(SKIPPED)(`faults with several issues${SKIPPED}`, () => {
  let redis: TestRedis;
  let count = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  /** Events as they ended: by their fault, and the issue that was made for each. */
  async function after(
    group: 'event' | 'fault',
    events: readonly { fault: string; issue: string | null; status?: string }[],
  ) {
    count += 1;
    const keys = keysFor(`split-${count}`);
    const queue = new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix });
    for (const [index, { fault, issue, status = 'critical' }] of events.entries()) {
      const raw = { df_status: status, df_fault_id: fault, df_title: 'disk full' };
      const data = EventJob.parse({ v: 1, eventId: `e${index}`, event: raw, receivedAt: Date.now() });
      await queue.add('disk full', data, jobOptions(data));
      await redis.client.zadd(keys.seen, index, jobIdFor(data.eventId));
      if (issue) await redis.client.hset(keys.event(data.eventId), { outcome: 'created', issueKey: issue });
    }
    const rules = parseRules(`routes: [{ name: all, project: OPS, issueType: Task, group: ${group} }]`, 'rules.yaml');
    const found = await splitFaults({ redis: redis.client, keys, queue }, rules);
    await queue.close();
    return found;
  }

  it('are told with the issues of the one that has most, oldest first', async () => {
    const events = [
      { fault: 'a', issue: 'OPS-1' },
      { fault: 'a', issue: 'OPS-2' },
      { fault: 'b', issue: 'OPS-3' },
      { fault: 'a', issue: 'OPS-4' },
      { fault: 'a', issue: null, status: 'ok' },
      { fault: 'b', issue: 'OPS-5' },
    ];

    expect(await after('event', events)).toEqual({ issues: ['OPS-1', 'OPS-2', 'OPS-4'], route: 'all', faults: 2 });
  });

  it.each([
    [
      'each fault has one',
      'event',
      [
        { fault: 'a', issue: 'OPS-1' },
        { fault: 'b', issue: 'OPS-2' },
      ],
    ],
    [
      'a repeat has none yet',
      'event',
      [
        { fault: 'a', issue: 'OPS-1' },
        { fault: 'a', issue: null },
      ],
    ],
    [
      'the rules group by fault',
      'fault',
      [
        { fault: 'a', issue: 'OPS-1' },
        { fault: 'a', issue: 'OPS-2' },
      ],
    ],
  ] as const)('are none where %s', async (_says, group, events) => {
    expect(await after(group, events)).toBeNull();
  });
});
