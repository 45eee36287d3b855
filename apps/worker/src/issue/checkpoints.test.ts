import { type Keys, NotReplicated } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Overtaken, type Progress, progressOf } from './checkpoints.ts';

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

describe.skipIf(SKIPPED)(`what an event is about to do to its issue${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  const attempt = (fence: number | null = null) => {
    const lane = fence === null ? null : { objectKey: 'object', fence };
    return progressOf(redis.client, keys.event('event-1'), { keys, waitReplicas: 0 }, lane);
  };
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
  });

  it('is noted by one of two attempts that both have found nothing, and its repeated command is its own', async () => {
    const [one, two] = [attempt(), attempt()];
    await one.sending('comment', SENT, null);
    await one.sending('comment', SENT, null);

    await expect(two.sending('comment', { ...SENT, at: 2 }, null)).rejects.toThrow(Overtaken);
    await two.notSent('comment', { ...SENT, at: 2 }, null);
    expect(await two.read('comment')).toEqual(SENT);
    await one.notSent('comment', SENT, LOST);
    expect(await two.read('comment')).toEqual(LOST);
  });

  it('is taken back where noting it took so long that another attempt may have looked for it already', async () => {
    const one = attempt();
    await one.write('comment', LOST);
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(60_000);
    const noted = one.sending('comment', SENT, LOST).then(() => 'noted', String);

    expect(await noted.finally(() => clock.mockRestore())).toMatch(/^Overtaken/);
    expect(await one.read('comment')).toEqual(LOST);
  });

  it('is given up by an attempt whose lane has another, which then takes back nothing', async () => {
    const enters = (fence: number) => redis.client.hset(keys.lane('object'), 'fence', fence);
    await enters(1);
    const [frozen, next] = [attempt(1), attempt(2)];
    const before = await frozen.statusBefore('10001', 'To Do');
    await frozen.goesOn();
    await enters(2);

    await expect(frozen.goesOn()).rejects.toThrow(Overtaken);
    await expect(frozen.sending('comment', SENT, null)).rejects.toThrow(Overtaken);
    await before.notMade();
    expect(await next.movedFrom('10001')).toBe('To Do');
    await next.goesOn();
  });
});

const WITHIN = { timeout: 20_000 };
