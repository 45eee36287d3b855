/** `holdFor`: a fault that is over before that time leaves no trace in Jira. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../testing/fault-world.ts';
import { type WatchedDisk, watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0 }
routes: [{ name: disks, holdFor: 10m }]
`;

describe.skipIf(SKIPPED !== '')(`a fault that is held back${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  const start = () => ({ world: faultWorld(redis.client, redis.keys(), RULES), disk: watchedDisk() });
  const held = { step: 'wait', leaveLane: true, reason: 'held back by holdFor of route disks' };
  /** As if the time of holdFor had passed. */
  async function pass({ keys }: FaultWorld, disk: WatchedDisk) {
    const key = keys.object(disk.objectKey);
    const state = JSON.parse(String(await redis.client.hget(key, 'state')));
    await redis.client.hset(key, 'state', JSON.stringify({ ...state, heldUntil: Date.now() - 1 }));
  }
  const arrivedLongAgo = (event: Sent): Sent => ({ ...event, receivedAt: Date.now() - 601_000 });

  it('waits outside the lane, and all its events with it', async () => {
    const { world, disk } = start();
    const events = [disk.next('error'), disk.next('critical')];
    const [first, second] = [await world.attempt(events[0] as Sent), await world.attempt(events[1] as Sent)];

    expect([first, second]).toEqual([expect.objectContaining(held), expect.objectContaining(held)]);
    // The second waits for the time that the first has set.
    expect(Number(Reflect.get(second, 'ms'))).toBeLessThanOrEqual(Number(Reflect.get(first, 'ms')));
    expect(world.jira.issues).toEqual([]);
  });

  it('opens nothing when it is over before, and its events are woken to end', async () => {
    const { world, disk } = start();
    const [first, second, over] = ['error', 'critical', 'ok'].map((status) => disk.next(status)) as [Sent, Sent, Sent];
    for (const event of [first, second]) await world.attempt(event);
    const ends = [await world.handle(over)];
    expect(world.woken).toEqual([`ev_${first.df_event_id}`, `ev_${second.df_event_id}`]);
    for (const event of [first, second]) ends.push(await world.handle(event));

    expect(ends.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      'ignored recovery: the fault was over before holdFor',
      'ignored over_before_hold: the fault was over before holdFor',
      'ignored over_before_hold: the fault was over before holdFor',
    ]);
    expect(world.jira.issues).toEqual([]);
  });

  it('is opened when it still stands after the time, and goes on as any other', async () => {
    const { world, disk } = start();
    const events = [disk.next('error'), disk.next('critical')] as [Sent, Sent];
    for (const event of events) await world.attempt(event);
    await pass(world, disk);
    const ends = [];
    for (const event of [...events, disk.next('ok')]) ends.push((await world.handle(event)).outcome);

    expect(ends).toEqual(['created', 'commented', 'resolved']);
    expect(world.jira.issues[0]?.comments.map(({ text }) => text)).toEqual([
      expect.stringContaining('重要 → 紧急'),
      expect.stringContaining('已恢复'),
    ]);
  });

  it('is opened at once when its event was that long on its way', async () => {
    const { world, disk } = start();

    expect(await world.handle(arrivedLongAgo(disk.next('error')))).toMatchObject({ outcome: 'created' });
  });

  it('is not opened when its recovery had come first', async () => {
    const { world, disk } = start();
    const [fault, over] = [disk.next('error'), disk.next('ok')];
    await world.handle(over);
    const end = await world.handle(fault);

    expect([end.outcome, end.reason]).toEqual(['ignored', 'over_before_hold: the fault was over before holdFor']);
    expect(world.jira.issues).toEqual([]);
  });

  it('is held anew after one that was over before', async () => {
    const { world, disk } = start();
    await world.attempt(disk.next('error'));
    await world.handle(disk.next('ok'));
    disk.again();
    const next = disk.next('error');

    expect(await world.attempt(next)).toMatchObject(held);
    await pass(world, disk);
    expect(await world.handle(next)).toMatchObject({ outcome: 'created' });
  });

  it('is not over by the late recovery of the fault before it', async () => {
    const { world, disk } = start();
    const before = disk.next('ok');
    disk.again();
    const fault = disk.next('error');
    await world.attempt(fault);
    await world.handle(before);

    expect(await world.attempt(fault)).toMatchObject(held);
  });

  describe('of an object that has an issue', () => {
    async function recovered() {
      const { world, disk } = start();
      for (const status of ['error', 'ok']) await world.handle(arrivedLongAgo(disk.next(status)));
      disk.again();
      return { world, disk, issue: world.jira.issues[0] };
    }

    it('reopens it only when it still stands after the time', async () => {
      const { world, disk, issue } = await recovered();
      const fault = disk.next('error');
      expect(await world.attempt(fault)).toMatchObject(held);
      expect(issue?.status.category).toBe('done');
      await pass(world, disk);

      expect(await world.handle(fault)).toMatchObject({ outcome: 'reopened', issueKey: 'OPS-1' });
    });

    it('leaves it as it is when it is over before, and the next one tells the time since its own recovery', async () => {
      const { world, disk, issue } = await recovered();
      const blip = disk.next('error');
      await world.attempt(blip);
      const ends = [await world.handle(disk.next('ok')), await world.handle(blip)];
      expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual(['ignored OPS-1', 'ignored OPS-1']);
      expect([issue?.moves, issue?.comments.length]).toEqual([['完成'], 1]);

      disk.again();
      await world.handle(arrivedLongAgo(disk.next('error')));
      expect(issue?.comments.at(-1)?.text).toMatch(/^再次触发 .+（距恢复 3 分），已重新打开。$/);
    });

    it('is not held while the fault before it has not recovered: its recovery is due to the open issue', async () => {
      const { world, disk } = start();
      await world.handle(arrivedLongAgo(disk.next('error')));
      disk.again();
      const ends = [];
      for (const status of ['error', 'ok']) ends.push((await world.handle(disk.next(status))).outcome);

      expect(ends).toEqual(['commented', 'resolved']);
      expect(world.jira.issues[0]?.status.category).toBe('done');
    });
  });
});
