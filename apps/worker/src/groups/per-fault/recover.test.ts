/** Recoveries: what the issue is told, where it is moved, and what becomes of one that comes before its fault. */

import type { ScreenField } from '@guance-jira/jira';
import { failure, WORKFLOWS } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sent } from '../testing/fault-world.ts';
import { type FaultWorld, faultWorld } from '../testing/fault-world.ts';
import { type WatchedDisk, watchedDisk } from '../testing/watched-disk.ts';

const rules = (recover: string, rest = '') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: ${recover}, wontFix: ["Won't Do"] }
routes: [{ name: disks, recoverGrace: 0${rest} }]
`;
const DONE = { name: '已完成', category: 'done' } as const;

describe.skipIf(SKIPPED !== '')(`a recovery${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  const start = (text: string) => faultWorld(redis.client, redis.keys(), text);
  const issue = (world: FaultWorld, index = 0) => {
    const found = world.jira.issues[index];
    if (!found) throw new Error('there is no issue');
    return found;
  };
  const said = (world: FaultWorld) => issue(world).comments.map(({ text }) => text);

  async function recovered(text: string, prepare: (world: FaultWorld) => void = () => {}) {
    const [world, disk] = [start(text), watchedDisk()];
    await world.handle(disk.next('critical'));
    prepare(world);
    const end = await world.handle(disk.next('ok'));
    return { world, disk, end, moves: issue(world).moves };
  }

  it.each([
    ['by the name of the transition', '{ transition: 完成 }', ['完成']],
    ['by the first of a list that is offered', '{ transition: [Done, Resolve, 完成] }', ['完成']],
    ['by the name of the status', '{ transition: [已完成] }', ['完成']],
    ['by the id of the transition', '{ transition: 31 }', ['完成']],
    ['by the category of the status', "{ transition: 'category:done' }", ['完成']],
    ['without a word', '{}', ['完成']],
    ['with the resolution that the screen asks for', '{ resolution: done }', ['完成 (Done)']],
  ])('resolves its issue %s', async (_says, recover, moves) => {
    const { world, end, ...rest } = await recovered(rules(recover));

    expect([end.outcome, end.issueKey, rest.moves]).toEqual(['resolved', 'OPS-1', moves]);
    expect(issue(world).status).toEqual(DONE);
    expect(said(world)).toEqual([
      expect.stringMatching(/^已恢复 \d\d:\d\d:\d\d，本轮持续 1 分。状态：待办 → 已完成。$/),
    ]);
  });

  it('is told to those who may read it, whatever the comment', async () => {
    const text = rules('{ comment: Over }', ', comments: { throttle: 0, internal: true, visibility: { role: Dev } }');
    const [world, disk] = [start(text), watchedDisk()];
    for (const status of ['error', 'critical', 'critical', 'ok']) await world.handle(disk.next(status));
    disk.again();
    await world.handle(disk.next('error'));

    const dev = { internal: true, visibility: { type: 'role', value: 'Dev' } };
    expect(issue(world).comments.map(({ audience }) => audience)).toEqual([dev, dev, dev, dev, dev]);
  });

  it('says who ended the fault by hand', async () => {
    const [world, disk] = [start(rules('{}')), watchedDisk()];
    await world.handle(disk.next('critical'));

    await world.handle(disk.next('ok', { df_sub_status: 'manual_ok', df_user_name: '张三' }));

    expect(said(world)).toEqual([expect.stringMatching(/^已恢复 \d\d:\d\d:\d\d（张三 手动恢复），本轮持续 1 分。/)]);
  });

  it('goes through the steps that the workflow needs', async () => {
    const { world, end } = await recovered(rules('{ transition: [已完成] }'), ({ jira }) => {
      jira.workflow = WORKFLOWS.steps;
    });

    expect([end.outcome, issue(world).moves]).toEqual(['resolved', ['开始处理', '完成']]);
    expect(said(world)).toEqual([expect.stringContaining('状态：待办 → 已完成。')]);
  });

  it.each([
    ['without a wish', '{}'],
    ['where a later wish can be had at once by cancelling', "{ transition: [已完成, 'category:done'] }"],
  ])('is solved in steps and not cancelled at once, %s', async (_says, recover) => {
    const { world, end } = await recovered(rules(recover), ({ jira }) => {
      jira.workflow = WORKFLOWS.cancels;
    });

    expect([end.outcome, issue(world).moves, issue(world).status]).toEqual(['resolved', ['开始处理', '完成'], DONE]);
  });

  it('is cancelled where the rules ask for that', async () => {
    const { world } = await recovered(rules('{ transition: [已取消] }'), ({ jira }) => {
      jira.workflow = WORKFLOWS.cancels;
    });

    expect(issue(world).moves).toEqual(['取消']);
  });

  describe('by a screen that asks for more', () => {
    const cause: ScreenField = {
      id: 'customfield_20001',
      name: 'Root cause',
      required: true,
      kind: 'text',
      allowed: null,
    };
    const screened = (comment = false) => {
      const [, finish] = WORKFLOWS.simple.待办;
      if (!finish) throw new Error('no workflow');
      return ({ jira }: FaultWorld) => {
        jira.workflow = { 待办: [{ ...finish, screen: comment ? [] : [cause] }] };
        jira.wantsComment = comment ? ['完成'] : [];
      };
    };

    it.each([
      ['by its name', '{ fields: { "root cause": "{{ df_title }}！" } }'],
      ['by its id', '{ fields: { customfield_20001: "{{ df_title }}！", customfield_9: x } }'],
    ])('fills what it has %s, and sends nothing else', async (_says, recover) => {
      const { world, end } = await recovered(rules(recover), screened());

      expect(end.outcome).toBe('resolved');
      expect(world.jira.asked).toMatchObject([{ fields: [{ field: cause, value: expect.stringMatching(/.！$/) }] }]);
      expect(world.jira.asked[0]?.fields).toHaveLength(1);
    });

    it('names what the rules lack, in the comment and in the log', async () => {
      const { world, end } = await recovered(rules('{}'), screened());

      expect([end.outcome, issue(world).moves]).toEqual(['commented', []]);
      expect(said(world)).toEqual([
        expect.stringMatching(/Jira 拒绝了流转 完成.+流转界面要求填写 Root cause：.+recover.fields/),
      ]);
      expect(said(world)[0], 'Jira’s own words alone, whatever language it speaks').not.toContain('answered');
      expect(end.warnings).toEqual([
        expect.stringMatching(/^recover: Jira refuses 完成 for OPS-1: .+; it asks for Root cause$/),
      ]);
    });

    it('takes our own comment along where it wants one, which is then written once', async () => {
      const { world, end } = await recovered(rules('{}'), screened(true));

      expect([end.outcome, world.jira.asked.length]).toEqual(['resolved', 2]);
      expect(said(world)).toEqual([expect.stringMatching(/^已恢复 \d\d:\d\d:\d\d，本轮持续 1 分。$/)]);
    });

    it('takes the words of the rules along at once, and tells the rest as ever', async () => {
      const { world, end } = await recovered(rules('{ comment: "自行恢复：{{ level }}" }'), screened(true));

      expect([end.outcome, world.jira.asked.length]).toEqual(['resolved', 1]);
      expect(said(world)).toEqual(['自行恢复：ok', expect.stringContaining('状态：待办 → 已完成。')]);
    });
  });

  it('takes no step towards a status that the project has not', async () => {
    const { world, end } = await recovered(rules('{ transition: [Closed] }'), ({ jira }) => {
      jira.workflow = WORKFLOWS.steps;
    });

    expect([end.outcome, issue(world).moves]).toEqual(['commented', []]);
    expect(said(world)).toEqual([expect.stringContaining('没有可用的流转（Closed），状态未改变。请检查路由 disks。')]);
    expect(end.warnings).toEqual(['recover: no transition Closed is offered for OPS-1']);
  });

  it('tells where the steps ended when the last one is missing', async () => {
    const { world, end } = await recovered(rules('{ transition: [已完成] }'), ({ jira }) => {
      jira.workflow = { 待办: WORKFLOWS.steps.待办, 处理中: [] };
    });

    expect([end.outcome, issue(world).moves]).toEqual(['commented', ['开始处理']]);
    expect(said(world)).toEqual([expect.stringContaining('状态停在 处理中')]);
  });

  it('walks in no circle', async () => {
    const doing = (id: string, name: string) => ({
      ...{ id, name, resolution: null },
      to: { name, category: 'indeterminate' as const },
    });
    const { world, end } = await recovered(rules('{ transition: [已完成] }'), ({ jira }) => {
      jira.workflow = { 待办: [doing('1', 'A')], A: [doing('2', 'B')], B: [doing('1', 'A')] };
    });

    expect([end.outcome, issue(world).moves]).toEqual(['commented', ['A', 'B']]);
  });

  it('sends the resolution that a screen insists on, though the rules name none', async () => {
    const { world } = await recovered(rules('{}'), ({ jira }) => {
      const [begin, finish] = WORKFLOWS.simple.待办;
      if (!begin || !finish) throw new Error('no workflow');
      const resolution = { required: true, allowed: ["Won't Do", 'Duplicate', 'Fixed'] };
      jira.workflow = { 待办: [begin, { ...finish, resolution }] };
    });

    expect(issue(world).moves).toEqual(['完成 (Fixed)']);
  });

  it('only tells where the route does not say what to do', async () => {
    const { world, end } = await recovered(rules('{}').replace('recover: {}, ', ''));

    expect([end.outcome, issue(world).moves]).toEqual(['commented', []]);
    expect(said(world)).toEqual([expect.stringMatching(/^已恢复 .+，本轮持续 1 分。$/)]);
  });

  it.each(['fault', 'event'])('says why it did nothing where the issue takes no word (group: %s)', async (group) => {
    const text = rules('{}').replace('group: fault', `group: ${group}`);
    const { end } = await recovered(text, (world) => world.jira.byPerson(issue(world), { archived: true }));

    expect(end).toMatchObject({ outcome: 'ignored', reason: expect.stringMatching(/^comment: .*archived/) });
  });

  it.each([
    ['df_status', { df_status: 'nodata_ok' }],
    ['df_status', { df_status: 'nodata_as_ok' }],
    ['df_status', { df_status: 'manual_ok' }],
    ['df_sub_status', { df_status: 'critical', df_sub_status: 'manual_ok' }],
    ['df_sub_status', { df_status: 'nodata', df_sub_status: 'nodata_ok' }],
    ['df_sub_status', { df_status: 'nodata', df_sub_status: 'OK' }],
  ])('is one by %s: %j', async (_field, status) => {
    const [world, disk] = [start(rules('{}')), watchedDisk()];
    await world.handle(disk.next('critical'));

    expect(await world.handle(disk.next('', status))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
  });

  it('tells how long the round lasted by Guance, else by the first event of the round', async () => {
    const [world, disk] = [start(rules('{}')), watchedDisk()];
    await world.handle(disk.next('critical'));
    await world.handle(disk.next('ok', { df_fault_duration: 3840 }));

    expect(said(world)).toEqual([expect.stringContaining('本轮持续 1 小时 4 分')]);
  });

  it('again changes nothing more, and what was told stays told', async () => {
    const { world, disk } = await recovered(rules('{}'));
    const again = await world.handle(disk.next('ok'));

    expect([again.outcome, again.reason]).toEqual(['ignored', 'recovery: the fault had recovered before']);
    expect([said(world).length, issue(world).moves.length]).toEqual([1, 1]);
  });

  describe('of nothing that is known', () => {
    const graced = rules('{}').replace('recoverGrace: 0', 'recoverGrace: 10m');
    const passed = (event: Sent): Sent => ({ ...event, receivedAt: Date.now() - 601_000 });

    it('waits for its fault outside the lane, and is woken by it', async () => {
      const [world, disk] = [start(graced), watchedDisk()];
      const [fault, over] = [disk.next('critical'), disk.next('ok')];
      const waits = await world.attempt(over);
      expect(waits).toMatchObject({ step: 'wait', leaveLane: true, reason: expect.stringContaining('recoverGrace') });

      expect(await world.handle(fault)).toMatchObject({ outcome: 'created' });
      expect(world.woken).toEqual([`ev_${over.df_event_id}`]);
      expect(await world.handle(over)).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
    });

    it('ends ignored when the grace is over, and opens nothing', async () => {
      const [world, disk] = [start(graced), watchedDisk()];
      const end = await world.handle(passed(disk.next('ok')));

      expect([end.outcome, end.reason, end.issueKey]).toEqual(['ignored', 'recovery', null]);
      expect(world.jira.issues).toEqual([]);
    });

    it.each(['', 'unmatched: fallback\nfallback: { project: OPS, issueType: Task }\n'])(
      'that no route takes by its level waits as the most patient route says: %j',
      async (rest) => {
        const lines = ['{ name: a, match: { df_status: error }, recoverGrace: 10m }', '{ name: b, match: { x: y } }'];
        const world = start(`defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 5s }
routes: [${lines}]
${rest}`);
        const over = watchedDisk().next('ok', { receivedAt: Date.now() - 599_000 });

        expect(await world.attempt(over)).toMatchObject({ step: 'wait' });
        expect(await world.handle({ ...over, receivedAt: Date.now() - 601_000 })).toMatchObject({ outcome: 'ignored' });
      },
    );

    it('is made up for when its fault comes after the grace', async () => {
      const [world, disk] = [start(graced), watchedDisk()];
      const [fault, worse, over] = [disk.next('critical'), disk.next('fatal'), disk.next('ok')];
      await world.handle(passed(over));
      const ends = [await world.handle(fault), await world.handle(worse)];

      expect(ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`)).toEqual([
        'created OPS-1',
        'commented OPS-1',
      ]);
      expect(issue(world).status).toEqual(DONE);
      expect(said(world)).toEqual([
        expect.stringMatching(/^已恢复 .+，本轮持续 2 分。状态：待办 → 已完成。$/),
        expect.stringMatching(/^迟到的事件/),
      ]);
    });

    it('is not applied to a fault that begins after it', async () => {
      const [world, disk] = [start(graced), watchedDisk()];
      await world.handle(passed(disk.next('ok')));
      disk.again();
      await world.handle(disk.next('critical'));

      expect([issue(world).status.category, said(world)]).toEqual(['new', []]);
    });

    it('of which two come in the wrong order is the newer one', async () => {
      const [world, disk] = [start(graced), watchedDisk()];
      const [first, second, older, newer] = ['critical', 'ok', 'error', 'ok'].map((status) => disk.next(status));
      for (const event of [newer, second]) await world.handle(passed(event as Sent));
      for (const event of [first, older]) await world.handle(event as Sent);

      expect(issue(world).status).toEqual(DONE);
    });

    it('of an object that the rules ignore ends at once, in their words', async () => {
      const [world, disk] = [start(`${graced}`), watchedDisk()];
      world.rules = start(
        graced.replace('routes: [', 'routes: [{ name: off, match: { df_status: ok }, ignore: true, reason: 维护中 }, '),
      ).rules;
      const end = await world.handle(disk.next('ok'));

      expect([end.outcome, end.reason]).toEqual(['ignored', 'route_ignores: 维护中']);
    });
  });

  describe('under group: event', () => {
    const each = rules('{}').replace('group: fault', 'group: event');

    it('moves every issue of its fault though Redis has forgotten them', async () => {
      const before = faultWorld(redis.client, redis.keys(), each);
      const disk = watchedDisk();
      for (const status of ['critical', 'error']) await before.handle(disk.next(status));
      const world = faultWorld(redis.client, redis.keys(), each, before.jira);
      world.whole = false;

      expect(await world.handle(disk.next('ok'))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-2' });
      expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['done', 'done']);
    });

    const open = async (world: FaultWorld, disk: WatchedDisk) => {
      for (const status of ['critical', 'error', 'critical']) await world.handle(disk.next(status));
    };

    it('resolves every issue that the events of its fault opened, and none of another fault', async () => {
      const [world, disk, other] = [start(each), watchedDisk(), watchedDisk()];
      await open(world, disk);
      await world.handle(other.next('critical'));
      const end = await world.handle(disk.next('ok'));

      expect(end.outcome).toBe('resolved');
      expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['done', 'done', 'done', 'new']);
      expect(world.jira.issues.map(({ comments }) => comments.length)).toEqual([1, 1, 1, 0]);
    });

    it('leaves alone what a person has closed, and what is gone', async () => {
      const [world, disk] = [start(each), watchedDisk()];
      await open(world, disk);
      world.jira.byPerson(issue(world, 0), { status: DONE });
      world.jira.byPerson(issue(world, 1), { gone: true });
      const end = await world.handle(disk.next('ok'));

      expect([end.outcome, end.issueKey]).toEqual(['resolved', 'OPS-3']);
      expect(world.jira.issues.map(({ comments }) => comments.length)).toEqual([0, 0, 1]);
    });

    it('without openings, or without a word in the route, ends ignored', async () => {
      const [world, disk] = [start(each), watchedDisk()];
      const nothing = await world.handle(disk.next('ok'));
      world.rules = start(each.replace('recover: {}, ', '')).rules;
      await open(world, disk);
      const silent = await world.handle(disk.next('ok'));

      expect([nothing, silent].map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
        'ignored recovery',
        'ignored recovery',
      ]);
      expect(
        world.jira.issues.every(({ status, comments }) => status.category === 'new' && comments.length === 0),
      ).toBe(true);
    });

    describe('moves the issue of an event', () => {
      const refused = failure({ endpoint: 'issue', status: 400, words: ['No such project'] });
      /** One that failed before the recovery, which has ended since. */
      async function failedBefore(...others: string[]) {
        const [world, disk] = [start(each), watchedDisk()];
        for (const status of others) await world.handle(disk.next(status));
        const event = disk.next('critical');
        world.jira.around = (call, act) => (call === 'create' ? Promise.reject(refused) : act());
        await expect(world.handle(event)).rejects.toThrow('No such project');
        world.jira.around = (_call, act) => act();
        const end = await world.handle(disk.next('ok'));
        return { world, disk, event, end };
      }
      const left = (world: FaultWorld) => {
        const { status, comments, moves } = issue(world, world.jira.issues.length - 1);
        return [world.jira.issues.length, status.category, comments.map(({ text }) => text), moves];
      };
      const RECOVERED = [expect.stringMatching(/^已恢复 .+状态：待办 → 已完成。$/)];

      it.each([
        ['alone', [], 'ignored', 1],
        ['beside others', ['error'], 'resolved', 2],
      ])('that is tried again after it, %s', async (_says, others, outcome, issues) => {
        const { world, event, end } = await failedBefore(...others);
        const again = await world.handle(event);

        expect([end.outcome, again.outcome]).toEqual([outcome, 'created']);
        expect(left(world)).toEqual([issues, 'done', RECOVERED, ['完成']]);
      });

      it('that is tried again after it, wherever the worker dies meanwhile', async () => {
        const usual = await failedBefore();
        let calls = 0;
        const count: FaultWorld['around'] = (_call, act) => {
          calls += 1;
          return act();
        };
        Object.assign(usual.world, { around: count });
        usual.world.jira.around = count;
        await usual.world.handle(usual.event);
        const deaths = new Set<string>();
        for (let dies = 1; dies <= calls; dies += 1) {
          const { world, event } = await failedBefore();
          let step = 0;
          const around: FaultWorld['around'] = async (call, act) => {
            step += 1;
            const answer = await act();
            if (step === dies) throw new Error(`dies after ${call}`);
            return answer;
          };
          world.around = around;
          world.jira.around = around;
          await world.handle(event).catch(({ message }: Error) => deaths.add(message));
          await world.handle(event);

          expect([dies, ...left(world)]).toEqual([dies, 1, 'done', RECOVERED, ['完成']]);
        }
        const steps = ['create', 'redis expire', 'redis get', 'transition', 'comment'].map(
          (call) => `dies after ${call}`,
        );
        expect([...deaths]).toEqual(expect.arrayContaining(steps));
      });

      it('also where the worker dies between the recovery and its end', async () => {
        const [world, disk] = [start(each), watchedDisk()];
        const event = disk.next('critical');
        const over = disk.next('ok');
        let settled = false;
        world.around = async (call, act) => {
          const answer = await act();
          // The note stands, and nothing else.
          if (call === 'redis set' && !settled) {
            settled = true;
            throw new Error('dies');
          }
          return answer;
        };
        await expect(world.handle(over)).rejects.toThrow('dies');
        world.around = (_call, act) => act();
        await world.handle(over);
        await world.handle(event);

        expect(left(world)).toEqual([1, 'done', RECOVERED, ['完成']]);
      });

      it('but of none that came after it, nor of another fault, and forgets in time', async () => {
        const { world, disk } = await failedBefore('error');
        const later = await world.handle(disk.next('critical'));
        disk.again();
        const other = await world.handle(disk.next('critical'));
        const [note, ...more] = await redis.client.keys(`${world.keys.bullPrefix}:fault:*:over`);

        expect([later.outcome, other.outcome]).toEqual(['created', 'created']);
        expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['done', 'new', 'new']);
        expect([await redis.client.ttl(note ?? ''), more]).toEqual([30 * 86_400, []]);
      });
    });

    it('that comes before the first opening waits and then resolves it', async () => {
      const [world, disk] = [start(each.replace('recoverGrace: 0', 'recoverGrace: 10m')), watchedDisk()];
      const [fault, over] = [disk.next('critical'), disk.next('ok')];
      expect(await world.attempt(over)).toMatchObject({ step: 'wait' });
      await world.handle(fault);

      expect(await world.handle(over)).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
    });

    it('resolves issues of a round whose object had a fault under another route before', async () => {
      const both = each.replace(
        '[{ name: disks',
        '[{ name: whole, group: fault, match: { df_monitor_checker_value: whole } }, { name: disks',
      );
      const [world, disk] = [start(both), watchedDisk()];
      for (const status of ['error', 'ok'])
        await world.handle(disk.next(status, { df_monitor_checker_value: 'whole' }));
      disk.again();
      await world.handle(disk.next('critical'));
      const end = await world.handle(disk.next('ok'));

      expect([end.outcome, end.issueKey]).toEqual(['resolved', 'OPS-2']);
    });
  });
});
