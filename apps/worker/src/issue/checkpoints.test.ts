import { type Keys, NotReplicated } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Progress, progressOf } from './checkpoints.ts';

const SENT = { at: 1, answered: false, done: false };
const LOST = { at: 0, answered: false, done: false };

describe.skipIf(SKIPPED)(`what an event has done to its issue, with a replica that confirms nothing${SKIPPED}`, () => {
  let master: TestRedis;
  let replica: TestRedis;
  let keys: Keys;
  let progress: Progress;
  beforeAll(async () => {
    [master, replica] = await Promise.all([startRedis(), startRedis()]);
    await replica.client.replicaof('127.0.0.1', master.port);
  });
  afterAll(() => Promise.all([replica?.stop(), master?.stop()]));
  beforeEach(async () => {
    keys = master.keys();
    progress = progressOf(master.client, keys.event('event-1'), { keys, waitReplicas: 1 });
    await expect.poll(() => progress.sending('before', SENT, null).then(() => 'noted', String), WITHIN).toBe('noted');
    replica.freeze();
  });
  afterEach(() => replica.thaw());

  it.each([null, LOST])('lets no change be sent, and keeps what was noted before (%j)', async (before) => {
    await progress.write('comment', before);

    await expect(progress.sending('comment', SENT, before)).rejects.toThrow(NotReplicated);
    expect(await progress.read('comment')).toEqual(before);
  });

  it('takes no status or priority for changed by us', async () => {
    await expect(progress.statusBefore('10001', 'To Do')).rejects.toThrow(NotReplicated);
    await expect(progress.priorityBefore('10001', 'Low')).rejects.toThrow(NotReplicated);

    expect([await progress.movedFrom('10001'), await progress.raisedFrom('10001')]).toEqual([null, null]);
  });

  it('goes on to take them for ours where they were before', async () => {
    replica.thaw();
    const status = () => progress.statusBefore('10001', 'To Do').then(({ was }) => was, String);
    await expect.poll(status, WITHIN).toBe('To Do');
    replica.freeze();

    await expect(progress.statusBefore('10001', 'Done')).rejects.toThrow(NotReplicated);
    expect(await progress.movedFrom('10001')).toBe('To Do');
  });
});

const WITHIN = { timeout: 20_000 };
