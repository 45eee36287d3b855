/** Later events of a fault whose issue stands: what is told, what is counted, and what stays a person's. */

import type { LivingIssue } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { fatal: Highest, critical: High, error: Medium, warning: Low }
  recover: {}
  recoverGrace: 0
routes:
  - { name: silent, match: { df_monitor_checker_id: silent, df_status: [fatal, critical, error] } }
  - { name: told, match: { df_monitor_checker_id: told }, comments: { throttle: 10m, most: 2 } }
  - { name: never raised, match: { df_monitor_checker_id: never raised }, raisePriority: false }
`;
const silent = { df_monitor_checker_id: 'silent' };
const DONE = { name: '已完成', category: 'done' } as const;

describe.skipIf(SKIPPED !== '')(`a fault that goes on${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  const start = (rules = RULES) => faultWorld(redis.client, redis.keys(), rules);
  const issueOf = ({ jira }: FaultWorld): LivingIssue => {
    const [issue, ...more] = jira.issues;
    if (!issue || more.length > 0) throw new Error(`there are ${jira.issues.length} issues`);
    return issue;
  };
  const texts = (world: FaultWorld) => issueOf(world).comments.map(({ text }) => text);

  it('tells each change of level, and raises the priority but never lowers it', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    for (const status of ['error', 'critical', 'error', 'critical', 'fatal', 'info'])
      await world.handle(disk.next(status));

    expect(texts(world)).toEqual([
      expect.stringMatching(/^等级变化 .+：重要 → 紧急，当前值 91。优先级 Medium → High。$/),
      expect.stringMatching(/紧急 → 重要，当前值 91。优先级保持 High。$/),
      expect.stringMatching(/重要 → 紧急，当前值 91。优先级保持 High。$/),
      expect.stringMatching(/紧急 → 致命，当前值 91。优先级 High → Highest。$/),
      expect.stringMatching(/致命 → 信息，当前值 91。$/),
    ]);
    expect(issueOf(world).priority).toBe('Highest');
  });

  it('never sets a priority where a person has set one, nor where the route says so', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    await world.handle(disk.next('error'));
    world.jira.byPerson(issueOf(world), { priority: 'Lowest' });
    await world.handle(disk.next('fatal'));
    expect(issueOf(world).priority).toBe('Lowest');
    expect(texts(world)).toEqual([expect.stringContaining('优先级保持 Lowest。')]);

    const [other, never] = [start(), watchedDisk({ df_monitor_checker_id: 'never raised' })];
    await other.handle(never.next('error'));
    await other.handle(never.next('fatal'));
    expect(issueOf(other).priority).toBe('Medium');
  });

  it('is repeated in silence', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    await world.handle(disk.next('error'));
    for (let count = 0; count < 3; count += 1) {
      const { outcome, reason, issueKey, route } = await world.handle(disk.next('error'));
      expect([outcome, reason, issueKey, route]).toEqual([
        'ignored',
        'repeat: the fault has its issue',
        'OPS-1',
        'silent',
      ]);
    }
    expect(texts(world)).toEqual([]);
  });

  it('is told of repeats once in the time of the route, with their count and last value, and only so often', async () => {
    const [world, disk] = [start(), watchedDisk({ df_monitor_checker_id: 'told' })];
    const arrival = Date.now();
    const outcomes = [];
    for (const minutes of [0, 5, 9, 10, 12, 19, 21, 35, 50]) {
      const change = { receivedAt: arrival + minutes * 60_000, df_monitor_checker_value: `${minutes} %` };
      outcomes.push((await world.handle(disk.next('error', change))).outcome);
    }

    expect(outcomes).toEqual([
      ...['created', 'ignored', 'ignored', 'commented', 'ignored', 'ignored', 'commented'],
      ...['ignored', 'ignored'],
    ]);
    expect(texts(world)).toEqual([
      expect.stringMatching(/^自 .+ 起重复 3 次，最近一次 .+，当前值 10 %。$/),
      expect.stringMatching(/^自 .+ 起重复 3 次，最近一次 .+，当前值 21 %。$/),
    ]);
  });

  it('is told of a change of level however many comments there were, and the time begins anew', async () => {
    const [world, disk] = [start(), watchedDisk({ df_monitor_checker_id: 'told' })];
    const arrival = Date.now();
    for (const [minutes, status] of [
      [0, 'error'],
      [11, 'critical'],
      [19, 'critical'],
      [21, 'critical'],
    ] as const)
      await world.handle(disk.next(status, { receivedAt: arrival + minutes * 60_000 }));

    expect(texts(world)).toEqual([
      expect.stringContaining('重要 → 紧急'),
      expect.stringContaining('起重复 2 次，最近一次'),
    ]);
  });

  it('follows the route that opened it, whatever its later events match', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    await world.handle(disk.next('error'));
    const lower = await world.handle(disk.next('warning'));
    const over = await world.handle(disk.next('ok'));

    expect([lower.outcome, lower.route, over.outcome, over.route]).toEqual([
      'commented',
      'silent',
      'resolved',
      'silent',
    ]);
  });

  it('goes on and is resolved after its route was renamed', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    await world.handle(disk.next('error'));
    const renamed = RULES.replace('name: silent,', 'name: quiet,').replace(', df_status: [fatal, critical, error]', '');
    world.rules = start(renamed).rules;
    const level = await world.handle(disk.next('critical'));
    const over = await world.handle(disk.next('ok'));

    expect([level.outcome, over.outcome, over.issueKey]).toEqual(['commented', 'resolved', 'OPS-1']);
    expect(issueOf(world).priority).toBe('High');
  });

  it('writes a late event down, and changes nothing by it', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    const late = disk.next('fatal');
    const lateRecovery = disk.next('ok');
    await world.handle(disk.next('error'));

    const outcomes = [await world.handle(late), await world.handle(lateRecovery)].map(({ outcome }) => outcome);

    expect(outcomes).toEqual(['commented', 'commented']);
    expect(texts(world)).toEqual([
      expect.stringMatching(/^迟到的事件 .+：致命，当前值 91。更新的事件已先处理，状态不变。$/),
      expect.stringMatching(/^迟到的事件 .+：正常，当前值 91。/),
    ]);
    expect([issueOf(world).priority, issueOf(world).status.category]).toEqual(['Medium', 'new']);
  });

  describe('whose issue a person has closed', () => {
    async function closed() {
      const [world, disk] = [start(), watchedDisk(silent)];
      await world.handle(disk.next('error'));
      world.jira.byPerson(issueOf(world), { status: DONE, resolution: 'Done', resolvedAt: Date.now() });
      return { world, disk };
    }

    it('stays closed and silent, and a rise is told once', async () => {
      const { world, disk } = await closed();
      const statuses = ['error', 'warning', 'critical', 'fatal', 'error', 'fatal', 'error'];
      const ends = [];
      for (const status of statuses) ends.push(await world.handle(disk.next(status)));

      expect(ends.map(({ outcome }) => outcome)).toEqual([
        ...['ignored', 'ignored', 'commented', 'ignored', 'ignored', 'ignored', 'ignored'],
      ]);
      expect(ends[1]?.reason).toBe('repeat: a person has closed the issue');
      expect(texts(world)).toEqual([
        expect.stringMatching(/警告 → 紧急，当前值 91。此问题已由他人关闭，因此未作改动。$/),
      ]);
      expect([issueOf(world).status, issueOf(world).priority]).toEqual([DONE, 'Medium']);
    });

    it('is not told of its repeats, its late events or its recovery', async () => {
      const [world, disk] = [start(), watchedDisk({ df_monitor_checker_id: 'told' })];
      const late = disk.next('fatal');
      await world.handle(disk.next('error'));
      world.jira.byPerson(issueOf(world), { status: DONE });
      const repeat = disk.next('error', { receivedAt: Date.now() + 3_600_000 });
      const ends = [];
      for (const event of [repeat, late, disk.next('ok')]) ends.push(await world.handle(event));

      expect(ends.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
        'ignored repeat: a person has closed the issue',
        'ignored late: a person has closed the issue',
        'ignored recovery: a person has closed the issue',
      ]);
      expect(texts(world)).toEqual([]);
    });

    it('goes on as usual when the person opens it again', async () => {
      const { world, disk } = await closed();
      await world.handle(disk.next('error'));
      world.jira.byPerson(issueOf(world), { status: { name: '待办', category: 'new' }, resolution: null });
      const ends = [];
      for (const status of ['critical', 'ok']) ends.push((await world.handle(disk.next(status))).outcome);

      expect(ends).toEqual(['commented', 'resolved']);
      expect(issueOf(world).priority).toBe('High');
    });
  });

  it('is followed by id when its issue moves, and its new key is told from then on', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    await world.handle(disk.next('error'));
    world.jira.byPerson(issueOf(world), { key: 'DBA-7' });
    const keys = [];
    for (const status of ['critical', 'critical', 'ok', 'ok'])
      keys.push((await world.handle(disk.next(status))).issueKey);

    expect(keys).toEqual(['DBA-7', 'DBA-7', 'DBA-7', 'DBA-7']);
  });

  it.each(['error', 'fatal'])('opens another issue when its own is gone, and says which it was: %s', async (status) => {
    const [world, disk] = [start(), watchedDisk({ df_monitor_checker_id: 'told' })];
    await world.handle(disk.next('error'));
    world.jira.byPerson(issueOf(world), { gone: true });
    const end = await world.handle(disk.next(status, { receivedAt: Date.now() + 3_600_000 }));
    const repeat = await world.handle(disk.next(status));

    expect([end.outcome, end.issueKey, repeat.outcome, repeat.issueKey]).toEqual([
      ...['created', 'OPS-2', 'ignored', 'OPS-2'],
    ]);
    expect(JSON.stringify(world.jira.issues[1]?.draft.description)).toContain('原先的问题 OPS-1 已无法访问');
  });

  it('ends without another issue when its own is gone and it recovers, or an old event comes', async () => {
    const [world, disk] = [start(), watchedDisk(silent)];
    const late = disk.next('fatal');
    await world.handle(disk.next('error'));
    world.jira.byPerson(issueOf(world), { gone: true });
    const ends = [await world.handle(late), await world.handle(disk.next('ok'))];

    expect(ends.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      'ignored late: the issue is gone',
      'ignored recovery: the issue is gone',
    ]);
    expect(world.jira.issues).toHaveLength(1);
  });
});
