/** A new fault of an object that has an issue: it goes on there, is opened again, is left alone, or gets a successor. */

import { failure, type LivingIssue, WORKFLOWS } from '@guance-jira/jira/testing';
import { jobIdFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld } from '../testing/fault-world.ts';
import { watchedDisk } from '../testing/watched-disk.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { critical: High, error: Medium, fatal: Highest }
  recover: {}
  recoverGrace: 0
  reopenWithin: 2h
  wontFix: ["Won't Do", 不予修复]
routes:
  - { name: databases, match: { df_status: fatal }, project: DBA }
  - { name: disks, match: { df_status: [critical, error] } }
`;
const HOUR = 3_600_000;
const TO_DO = { name: '待办', category: 'new' } as const;
const DONE = { name: '已完成', category: 'done' } as const;

describe.skipIf(SKIPPED !== '')(`a new fault of an object${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  const first = ({ jira }: FaultWorld): LivingIssue => {
    const [issue] = jira.issues;
    if (!issue) throw new Error('there is no issue');
    return issue;
  };
  const said = (world: FaultWorld) => first(world).comments.map(({ text }) => text);

  /** An object whose first fault has recovered, or goes on. */
  async function after(...statuses: string[]) {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk();
    for (const status of statuses) await world.handle(disk.next(status));
    disk.again();
    return { world, disk };
  }

  it('opens its issue again within the window, and says after how long', async () => {
    const { world, disk } = await after('error', 'ok');
    const end = await world.handle(disk.next('error'));

    expect([end.outcome, end.issueKey, first(world).status]).toEqual(['reopened', 'OPS-1', TO_DO]);
    expect(said(world).at(-1)).toMatch(/^再次触发 .+（距恢复 1 分），已重新打开。$/);
  });

  it.each([
    ['empties its resolution on the way, where the screen has it', false, null],
    ['leaves its resolution where the screen insists on one', true, 'Done'],
    ['leaves its resolution where the screen has none', null, 'Done'],
  ])('%s', async (_says, required, resolution) => {
    const { world, disk } = await after('error', 'ok');
    const [reopen] = WORKFLOWS.simple.已完成;
    if (!reopen) throw new Error('no way back');
    const screen = required === null ? null : { required, allowed: ['Done'] };
    world.jira.workflow = { ...WORKFLOWS.simple, 已完成: [{ ...reopen, resolution: screen }] };
    world.jira.keepsResolution = true;

    const end = await world.handle(disk.next('error'));

    expect([end.outcome, first(world).status, first(world).resolution]).toEqual(['reopened', TO_DO, resolution]);
  });

  it('opens its issue again though Jira refuses that the resolution is emptied', async () => {
    const { world, disk } = await after('error', 'ok');
    const [reopen] = WORKFLOWS.simple.已完成;
    if (!reopen) throw new Error('no way back');
    world.jira.workflow = {
      ...WORKFLOWS.simple,
      已完成: [{ ...reopen, resolution: { required: false, allowed: [] } }],
    };
    const asked: string[] = [];
    world.jira.around = async (call, act) => {
      if (call !== 'transition') return act();
      asked.push(call);
      if (asked.length === 1) throw failure({ endpoint: 'transitions', status: 400, fields: { resolution: 'no' } });
      return act();
    };

    const end = await world.handle(disk.next('error'));

    expect([end.outcome, first(world).status, asked.length]).toEqual(['reopened', TO_DO, 2]);
  });

  it('raises the priority of the issue above all its rounds, and never lowers it', async () => {
    const { world, disk } = await after('error', 'critical', 'ok');
    await world.handle(disk.next('error'));
    expect(first(world).priority).toBe('High');

    const other = await after('error', 'ok');
    await other.world.handle(other.disk.next('critical'));
    expect(first(other.world).priority).toBe('High');
  });

  it('goes on in the issue while that is open, whether the last one recovered or not', async () => {
    for (const statuses of [['error'], ['error', 'ok']]) {
      const { world, disk } = await after(...statuses);
      world.jira.byPerson(first(world), { status: { name: '处理中', category: 'indeterminate' } });
      const ends = [];
      for (const status of ['error', 'ok']) ends.push((await world.handle(disk.next(status))).outcome);

      expect(ends).toEqual(['commented', 'resolved']);
      expect(said(world).at(-2)).toMatch(/^再次触发/);
      expect(world.jira.issues).toHaveLength(1);
    }
  });

  it('lets its later events find the issue, though all that is known of the object is lost', async () => {
    const { world, disk } = await after('error', 'ok');
    await world.handle(disk.next('error'));
    await redis.client.del(world.keys.object(disk.objectKey));

    expect(await world.handle(disk.next('ok'))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
  });

  it.each([
    ['offers no way back', WORKFLOWS.locked, []],
    ['refuses the way back', WORKFLOWS.simple, ['transition']],
  ])('gets an issue of its own, linked, where Jira %s', async (_says, workflow, refused) => {
    const { world, disk } = await after('error', 'ok');
    world.jira.workflow = workflow;
    const refusal = failure({ endpoint: 'transitions', status: 400, words: ['No.'] });
    world.jira.around = (call, act) => (refused.includes(call) ? Promise.reject(refusal) : act());
    const end = await world.handle(disk.next('error'));
    world.jira.around = (_call, act) => act();
    const over = await world.handle(disk.next('ok'));

    expect([end, over].map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      'created OPS-2',
      'resolved OPS-2',
    ]);
    expect(end.warnings).toEqual([expect.stringMatching(/^reopen: .+ OPS-1/)]);
    expect([world.jira.issues[1]?.links, said(world).length]).toEqual([['OPS-1'], 1]);
    expect(JSON.stringify(world.jira.issues[1]?.draft.description)).toContain('同一对象上次故障：OPS-1');
  });

  it('of the same name gets a second issue where there is no way back, and is told there from then on', async () => {
    const { world, disk } = await after();
    world.jira.workflow = WORKFLOWS.locked;
    const ends = [];
    for (const status of ['error', 'ok', 'error', 'ok', 'error']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      ...['created OPS-1', 'resolved OPS-1', 'created OPS-2', 'resolved OPS-2', 'commented OPS-2'],
    ]);
    expect(world.jira.issues[1]?.comments.at(-1)?.text).toContain('没有可用的流转（Reopen），状态未改变');
  });

  it.each(["Won't Do", "won't do", '不予修复'])('is left alone after %s, with all its events', async (resolution) => {
    const { world, disk } = await after('error', 'ok');
    world.jira.byPerson(first(world), { resolution, resolvedAt: Date.now() - 99 * HOUR });
    const ends = [];
    for (const status of ['error', 'critical', 'error', 'ok']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual(Array(4).fill('ignored OPS-1'));
    expect(ends.map(({ reason }) => reason?.split(':')[0])).toEqual(['wont_fix', 'wont_fix', 'wont_fix', 'recovery']);
    expect([world.jira.issues.length, said(world).length, first(world).status]).toEqual([1, 1, DONE]);
  });

  it('gets an issue of its own after the window, linked to the last one and naming it', async () => {
    const { world, disk } = await after('error', 'ok');
    world.jira.byPerson(first(world), { resolvedAt: Date.now() - 3 * HOUR });
    const ends = [];
    for (const status of ['error', 'error', 'ok']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      'created OPS-2',
      'ignored OPS-2',
      'resolved OPS-2',
    ]);
    expect(world.jira.issues[1]?.links).toEqual(['OPS-1']);
    expect(JSON.stringify(world.jira.issues[1]?.draft.description)).toContain('同一对象上次故障：OPS-1');
  });

  it.each([
    ['closed', ['error', 'ok']],
    ['open', ['error']],
  ])('gets one, once, where the last one is archived: %s', async (_says, statuses) => {
    const { world, disk } = await after(...statuses);
    world.jira.byPerson(first(world), { archived: true });
    const ends = [];
    for (const status of ['error', 'critical', 'ok']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      'created OPS-2',
      'commented OPS-2',
      'resolved OPS-2',
    ]);
    expect(JSON.stringify(world.jira.issues[1]?.draft.description)).toContain('同一对象上次故障：OPS-1');
    expect(ends[0]?.warnings).toEqual(
      expect.arrayContaining([
        expect.stringContaining(statuses.includes('ok') ? 'reopen: ' : 'comment: '),
        expect.stringContaining('link: '),
      ]),
    );
    expect(world.jira.issues).toHaveLength(2);
  });

  it('gets one, linked, where the last one cannot be opened again, whether or not it takes a comment', async () => {
    const ends = [];
    for (const [comments, moves] of [
      [false, false],
      [true, false],
      [false, true],
    ]) {
      const { world, disk } = await after('error', 'ok');
      const refusal = failure({ status: 403, words: ['No.'] });
      const refused = [...(comments ? [] : ['comment']), ...(moves ? [] : ['transition'])];
      world.jira.around = (call, act) => (refused.includes(call) ? Promise.reject(refusal) : act());
      const { outcome, issueKey } = await world.handle(disk.next('error'));
      ends.push([outcome, issueKey, world.jira.issues.at(-1)?.links]);
    }

    expect(ends).toEqual([
      ['created', 'OPS-2', ['OPS-1']],
      ['created', 'OPS-2', ['OPS-1']],
      ['reopened', 'OPS-1', []],
    ]);
  });

  it('goes on in an open issue that takes no comment, as long as that can be moved: it says what is so', async () => {
    const { world, disk } = await after('error');
    const refusal = failure({ status: 403, words: ['No.'] });
    world.jira.around = (call, act) => (call === 'comment' ? Promise.reject(refusal) : act());
    const ends = [];
    for (const status of ['error', 'ok']) ends.push(await world.handle(disk.next(status)));

    expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual(['ignored OPS-1', 'resolved OPS-1']);
    expect(ends[0]?.reason).toMatch(/^comment: .*No\./);
    expect(world.jira.issues).toHaveLength(1);
  });

  it("gets none where the last one is archived and was closed as won't fix", async () => {
    const { world, disk } = await after('error', 'ok');
    world.jira.byPerson(first(world), { archived: true, resolution: "Won't Do" });

    expect(await world.handle(disk.next('error'))).toMatchObject({ outcome: 'ignored', issueKey: 'OPS-1' });
    expect(world.jira.issues).toHaveLength(1);
  });

  it('stays with the issue that was sent for, though the last one takes words again meanwhile', async () => {
    for (const sender of ['itself', 'another event of the fault']) {
      const { world, disk } = await after('error', 'ok');
      const [sent, next] = [disk.next('error'), disk.next('critical')];
      world.jira.byPerson(first(world), { archived: true });
      let lost = 0;
      world.jira.around = async (call, act) => {
        const answer = await act();
        if (call !== 'create') return answer;
        lost += 1;
        throw failure({ cause: 'ECONNRESET' });
      };
      while (lost === 0) await world.attempt(sent);
      world.jira.around = (_call, act) => act();
      world.jira.byPerson(first(world), { archived: false });
      if (sender !== 'itself') {
        // Its job was deleted, say, seconds ago.
        const lane = world.keys.lane(disk.objectKey);
        await redis.client.del(lane, `${lane}:waiting`);
        await redis.client.hdel(world.keys.fault(`/fault/${sent.df_fault_id}`), 'lease');
      }
      const event = sender === 'itself' ? sent : next;

      expect(await world.handle(event)).toMatchObject({ issueKey: 'OPS-2' });
      expect([world.jira.issues.length, said(world).length]).toEqual([2, 1]);
    }
  });

  it('of the same name opens its only issue again, however long ago that was closed', async () => {
    const { world, disk } = await after();
    for (const status of ['error', 'ok']) await world.handle(disk.next(status));
    world.jira.byPerson(first(world), { resolvedAt: Date.now() - 99 * HOUR });

    expect(await world.handle(disk.next('error'))).toMatchObject({ outcome: 'reopened', issueKey: 'OPS-1' });
    expect(first(world).links).toEqual([]);
  });

  it('of the same name gets a second issue where its own is archived, and no third', async () => {
    const { world, disk } = await after();
    const ends = [];
    for (const round of [0, 1, 2]) {
      for (const status of ['error', 'ok']) ends.push(await world.handle(disk.next(status)));
      const issue = world.jira.issues.at(-1);
      if (issue && round < 2) world.jira.byPerson(issue, { archived: true });
    }

    expect(ends.filter((_end, at) => at % 2 === 0).map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
      'created OPS-1',
      'created OPS-2',
      'ignored OPS-2',
    ]);
    expect(ends[4]?.reason).toMatch(/^untold: OPS-2 /);
    expect(world.jira.issues.map(({ marker }) => marker.label)).toHaveLength(2);
  });

  it('gets one when the last one is gone, without a link', async () => {
    const { world, disk } = await after('error', 'ok');
    world.jira.byPerson(first(world), { gone: true });
    const end = await world.handle(disk.next('error'));

    expect([end.outcome, end.issueKey, world.jira.issues[1]?.links]).toEqual(['created', 'OPS-2', []]);
  });

  it('gets one in the project of another team, linked', async () => {
    const { world, disk } = await after('error', 'ok');
    const end = await world.handle(disk.next('fatal'));

    expect([end.outcome, end.route, world.jira.issues[1]?.draft.project]).toEqual(['created', 'databases', 'DBA']);
    expect([world.jira.issues[1]?.links, first(world).status]).toEqual([['OPS-1'], DONE]);
  });

  it('needs a route that matches, and else changes nothing', async () => {
    for (const name of [{}, { df_fault_id: undefined }]) {
      const { world, disk } = await after('error', 'ok');
      const end = await world.handle(disk.next('warning', name));

      expect([end.outcome, end.reason, first(world).status]).toEqual(['ignored', 'unmatched', DONE]);
    }
  });

  it('of the same name goes on after its recovery, whatever matches', async () => {
    const { world, disk } = await after();
    for (const status of ['error', 'ok']) await world.handle(disk.next(status));

    expect(await world.handle(disk.next('warning'))).toMatchObject({ outcome: 'reopened', route: 'disks' });
  });

  it('leaves nothing behind for ever: the record of the fault before it expires', async () => {
    for (const [hours, issues] of [
      [0, 1],
      [3, 2],
    ] as const) {
      const { world, disk } = await after('error');
      if (hours > 0) world.jira.byPerson(first(world), { status: DONE, resolvedAt: Date.now() - hours * HOUR });
      const before = String(disk.next('error', {}).df_fault_id).replace(/-2$/, '-1');
      expect(await redis.client.ttl(world.keys.fault(`/fault/${before}`))).toBe(-1);
      const now = disk.next('error');
      await world.handle(now);

      expect(world.jira.issues).toHaveLength(issues);
      expect(await redis.client.ttl(world.keys.fault(`/fault/${before}`))).toBeGreaterThan(29 * 86_400);
      expect(await redis.client.ttl(world.keys.fault(`/fault/${now.df_fault_id}`))).toBe(-1);
    }
  });

  describe('of a route whose project the event chooses', () => {
    const CHOOSING = `
defaults: { issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 2h }
routes:
  - name: teams
    project: { template: "{{ tags.team }}", allow: [OPS, DBA, WEB], else: OPS }
    priority: { template: "{{ tags.priority }}", allow: [Highest, High], else: Low }
`;
    const of = (team: string, priority = 'High') => ({ df_dimension_tags: JSON.stringify({ team, priority }) });
    const choosing = () => ({ world: faultWorld(redis.client, redis.keys(), CHOOSING), disk: watchedDisk() });
    const places = ({ jira }: FaultWorld) => jira.issues.map(({ draft, links }) => [draft.project, ...links]);

    it('gets an issue of its own in the other project, linked, also where a person moved the old one there', async () => {
      const { world, disk } = choosing();
      await world.handle(disk.next('error', of('DBA')));
      await world.handle(disk.next('ok', of('DBA')));
      world.jira.byPerson(first(world), { key: 'WEB-7' });
      disk.again();

      expect((await world.handle(disk.next('error', of('WEB')))).outcome).toBe('created');
      expect(places(world)).toEqual([['DBA'], ['WEB', 'OPS-1']]);
    });

    it('opens the issue again that its own project has, also where a person moved it elsewhere', async () => {
      const { world, disk } = choosing();
      await world.handle(disk.next('error', of('DBA')));
      world.jira.byPerson(first(world), { key: 'WEB-7' });
      await world.handle(disk.next('ok', of('DBA')));
      disk.again();

      expect(await world.handle(disk.next('error', of('dba')))).toMatchObject({
        outcome: 'reopened',
        issueKey: 'WEB-7',
      });
      expect(places(world)).toEqual([['DBA']]);
      await world.handle(disk.next('ok', of('DBA')));
      disk.again();
      expect((await world.handle(disk.next('error', of('DBA')))).outcome, 'a round later').toBe('reopened');
    });

    it('keeps its issue whatever project its later events choose', async () => {
      const { world, disk } = choosing();
      await world.handle(disk.next('error', of('DBA')));

      expect((await world.handle(disk.next('critical', of('WEB')))).outcome).toBe('commented');
      expect((await world.handle(disk.next('ok', of('OPS')))).outcome).toBe('resolved');
      expect((await world.handle(disk.next('error', of('WEB')))).outcome, 'the same fault goes on').toBe('reopened');
      expect(places(world)).toEqual([['DBA']]);
    });

    it('has one issue also where the answer to its create was lost, and another event of it chooses another project', async () => {
      const { world, disk } = choosing();
      world.jira.around = async (call, act) => {
        const answer = await act();
        if (call === 'create') throw failure({ cause: 'ECONNRESET' });
        return answer;
      };
      const [lost, next] = [disk.next('error', of('DBA')), disk.next('error', of('WEB'))];
      expect((await world.attempt(lost)).step).toBe('wait');
      world.jira.around = (_call, act) => act();
      // Its job is gone, and its lease is over: the next event goes on in its place.
      await redis.client.hset(world.keys.fault(`/fault/${lost.df_fault_id}`), { lease: 0 });
      await redis.client.del(`${world.keys.bullPrefix}:${QUEUE_NAME}:${jobIdFor(String(lost.df_event_id))}`);
      await world.handle(next);
      await world.handle(lost);

      expect(places(world)).toEqual([['DBA']]);
    });

    it('is told in its issue after Redis was wiped, where its project is the same', async () => {
      const { world, disk } = choosing();
      await world.handle(disk.next('error', of('OPS')));
      await redis.client.flushall();
      world.whole = false;

      expect((await world.handle(disk.next('critical', of('OPS')))).issueKey).toBe('OPS-1');
      disk.again();
      expect((await world.handle(disk.next('critical', of('OPS')))).issueKey).toBe('OPS-1');
      disk.again();
      expect((await world.handle(disk.next('critical', of('DBA')))).issueKey).toBe('OPS-2');
    });

    it('raises a priority to one further up its list, and never lowers it', async () => {
      const { world, disk } = choosing();
      await world.handle(disk.next('warning', of('OPS', 'High')));
      await world.handle(disk.next('error', of('OPS', 'Low')));
      expect(first(world).priority).toBe('High');
      await world.handle(disk.next('critical', of('OPS', 'highest')));
      expect(first(world).priority).toBe('Highest');
    });
  });
});
