/** Redis was wiped in the middle of a fault: what Jira has is found again, and nothing is opened twice. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 1h, wontFix: ["Won't Do"] }
routes:
  - { name: others, match: { df_monitor_checker_id: others } }
  - { name: disks, match: { df_status: [critical, error] } }
`;
const HOUR = 3_600_000;

describe.skipIf(SKIPPED !== '')(`a fault that Redis has forgotten${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** An object with this past, of which only Jira knows. */
  async function wiped(...past: string[]) {
    const before = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    for (const status of past) {
      if (status === 'again') disk.again();
      else await before.handle(disk.next(status));
    }
    const world = faultWorld(redis.client, redis.keys(), RULES, before.jira);
    world.whole = false;
    return { world, disk, issue: before.jira.issues[0] };
  }

  it('recovers in its issue, by the route that opened it', async () => {
    const { world, disk } = await wiped('critical');

    expect(await world.handle(disk.next('ok'))).toMatchObject({
      ...{ outcome: 'resolved', issueKey: 'OPS-1', route: 'disks' },
    });
  });

  it.each(['fault', 'event'])(
    'recovers where the screen refuses labels, too, an hour after it began: group %s',
    async (group) => {
      const rules = RULES.replace('group: fault', `group: ${group}`);
      const before = faultWorld(redis.client, redis.keys(), rules);
      const disk = watchedDisk();
      const started = { df_issue_start_time: Math.floor(Date.now() / 1000) - 3600 };
      await before.handle(disk.next('critical', started));
      const world = faultWorld(redis.client, redis.keys(), rules, before.jira);
      world.whole = false;
      const { tracker } = world.jira;
      const all = await tracker.findRecent(0);
      Object.assign(tracker, {
        findMarked: async () => ({ ...all, issues: [] }),
        findRecent: async (minutes: number) => (minutes >= 60 ? all : { ...all, issues: [] }),
      });

      expect(await world.handle(disk.next('ok', started))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
    },
  );

  it.each([
    ['repeats', ['error'], 'created OPS-1'],
    ['recovers', ['ok'], 'resolved OPS-1'],
    ['begins again', ['again', 'error'], 'commented OPS-1'],
  ])('%s in its issue though Redis knows it by another address of Jira', async (_name, next, end) => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    await world.handle(disk.next('error'));
    for (const key of await redis.client.keys(`*${world.keys.bullPrefix.slice(1, -1)}*`))
      if ((await redis.client.type(key)) === 'hash' && (await redis.client.hexists(key, 'site')))
        await redis.client.hset(key, 'site', 'http://before.example');
    const results = [];
    for (const status of next) {
      if (status === 'again') disk.again();
      else results.push(await world.handle(disk.next(status)));
    }

    expect(results.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([end]);
    expect(world.jira.issues).toHaveLength(1);
  });

  /** Two workers go on under two addresses of one Jira, so no new epoch tells that the index may lag. */
  it.each([
    ['fault', 'repeats', 'error', 'created OPS-1'],
    ['fault', 'recovers', 'ok', 'resolved OPS-1'],
    ['event', 'recovers', 'ok', 'resolved OPS-1'],
  ])(
    'of a worker with another address (group %s) %s once the index shows its issue',
    async (group, _name, next, end) => {
      const world = faultWorld(redis.client, redis.keys(), RULES.replace('group: fault', `group: ${group}`));
      const disk = watchedDisk();
      await world.handle(disk.next('error'));
      for (const key of await redis.client.keys(`*${world.keys.bullPrefix.slice(1, -1)}*`)) {
        if ((await redis.client.type(key)) !== 'hash') continue;
        for (const [field, value] of Object.entries(await redis.client.hgetall(key)))
          if (value.includes('http://jira.example'))
            await redis.client.hset(key, field, value.replace('http://jira.example', 'http://before.example'));
      }
      world.settleMs = 60_000;
      const { findMarked, findRecent } = world.jira.tracker;
      const none = async () => ({ issues: [], clockSkewMs: 0, complete: true });
      Object.assign(world.jira.tracker, { findMarked: none, findRecent: none });
      const event = disk.next(next);
      expect(await world.attempt(event)).toMatchObject({ step: 'wait' });
      Object.assign(world.jira.tracker, { findMarked, findRecent });
      const { outcome, issueKey } = await world.handle(event);

      expect([`${outcome} ${issueKey}`, world.jira.issues.length]).toEqual([end, 1]);
    },
  );

  it.each([
    ['is told of the rise, with the priority that belongs to it', 'critical', {}, 'commented', 'Highest', 1],
    ['stays as it is where the event is none', 'error', {}, 'created', 'High', 0],
    ['stays as it is where it is milder', 'warning', {}, 'created', 'High', 0],
    ['keeps the priority that a person chose', 'critical', { priority: 'Low' }, 'created', 'Low', 0],
  ])('whose next event comes after the loss %s', async (_name, status, byPerson, outcome, priority, comments) => {
    const rules = RULES.replace(
      'group: fault,',
      'group: fault, priority: { critical: Highest, error: High, warning: Medium },',
    ).replace('[critical, error]', '[critical, error, warning]');
    const before = faultWorld(redis.client, redis.keys(), rules);
    const disk = watchedDisk();
    await before.handle(disk.next('error'));
    const [issue] = before.jira.issues;
    if (issue) before.jira.byPerson(issue, byPerson);
    const world = faultWorld(redis.client, redis.keys(), rules, before.jira);
    world.whole = false;
    const again = disk.next(status);

    expect(await world.handle(again)).toMatchObject({ outcome, issueKey: 'OPS-1' });
    expect([issue?.priority, issue?.comments.length]).toEqual([priority, comments]);
    // What it is now is what later events are measured by.
    expect(await world.handle(disk.next(status))).toMatchObject({ outcome: 'ignored' });
    expect(issue?.comments).toHaveLength(comments);
  });

  it('goes on in its issue', async () => {
    const { world, disk } = await wiped('critical');
    const ends = [];
    for (const status of ['critical', 'error', 'warning', 'ok']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      'created OPS-1',
      'commented OPS-1',
      'commented OPS-1',
      'resolved OPS-1',
    ]);
    expect(world.jira.issues).toHaveLength(1);
  });

  it('that lived on in the issue of an older one is found by the label of the object', async () => {
    for (const status of ['critical', 'ok']) {
      const { world, disk, issue } = await wiped('critical', 'ok', 'again', 'error');
      const end = await world.handle(disk.next(status));

      expect([end.outcome, end.issueKey]).toEqual([status === 'ok' ? 'resolved' : 'commented', 'OPS-1']);
      expect([world.jira.issues.length, issue?.status.category]).toEqual([1, status === 'ok' ? 'done' : 'new']);
    }
  });

  it('had recovered: the next one reopens its issue within the window', async () => {
    const { world, disk } = await wiped('critical', 'ok', 'again');

    expect(await world.handle(disk.next('error'))).toMatchObject({ outcome: 'reopened', issueKey: 'OPS-1' });
  });

  it('had recovered long ago: the next one gets an issue that is linked to it', async () => {
    const { world, disk, issue } = await wiped('critical', 'ok', 'again');
    if (issue) world.jira.byPerson(issue, { resolvedAt: Date.now() - 2 * HOUR });

    expect(await world.handle(disk.next('error'))).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
    expect(world.jira.issues[1]?.links).toEqual(['OPS-1']);
  });

  it("was closed as won't fix: the next one is left alone", async () => {
    const { world, disk, issue } = await wiped('critical', 'ok', 'again');
    if (issue) world.jira.byPerson(issue, { resolution: "Won't Do" });

    expect(await world.handle(disk.next('error'))).toMatchObject({ outcome: 'ignored', issueKey: 'OPS-1' });
  });

  it('had recovered: a second recovery changes nothing', async () => {
    const { world, disk, issue } = await wiped('critical', 'ok');
    const comments = issue?.comments.length;

    expect(await world.handle(disk.next('ok'))).toMatchObject({ outcome: 'ignored', issueKey: 'OPS-1' });
    expect(issue?.comments.length).toBe(comments);
  });

  it('is followed by the newest of several issues of its object', async () => {
    const { world, disk, issue } = await wiped('critical', 'ok', 'again');
    if (issue) world.jira.byPerson(issue, { resolvedAt: Date.now() - 2 * HOUR });
    await world.handle(disk.next('error'));
    const again = faultWorld(redis.client, redis.keys(), RULES, world.jira);
    again.whole = false;
    disk.again();

    expect(await again.handle(disk.next('critical'))).toMatchObject({ outcome: 'commented', issueKey: 'OPS-2' });
  });

  it('was never there: it opens, and a recovery ends ignored', async () => {
    const { world, disk } = await wiped();
    const over = await world.handle(watchedDisk().next('ok'));
    const opened = await world.handle(disk.next('critical'));

    expect([over.outcome, over.reason, opened.outcome, opened.issueKey]).toEqual([
      ...['ignored', 'recovery', 'created', 'OPS-1'],
    ]);
  });

  it('is not asked for where Redis has forgotten nothing', async () => {
    const { world, disk } = await wiped();
    world.whole = true;
    const calls: string[] = [];
    world.jira.around = (call, act) => {
      calls.push(call);
      return act();
    };
    await world.handle(disk.next('critical'));
    await world.handle(watchedDisk().next('ok'));

    expect(calls).toEqual(['create']);
  });
});
