/** Events of an object that carry no fault id, and another start each: one round, until it recovers or a person closes its issue. */
import { randomUUID } from 'node:crypto';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultWorld, type Sent } from '../testing/fault-world.ts';

const rules = (comments: string) => `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { fatal: Highest, critical: High, error: Medium }
  recover: {}
  recoverGrace: 0
  reopenWithin: 24h
  wontFix: ["Won't Do"]
  ${comments}
routes:
  - { name: databases, match: { df_status: fatal }, project: DBA }
  - { name: disks, match: { df_status: [critical, error] } }
`;
const DONE = { name: '已完成', category: 'done' } as const;
const MINUTE = 60;
const SILENT = '';
const HOURLY = 'comments: { throttle: 1h }';

describe.skipIf(SKIPPED !== '')(`a start that changes with each event${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** An object whose events come ten minutes apart, from three hours ago. */
  function disk(comments: string) {
    const world = faultWorld(redis.client, redis.keys(), rules(comments));
    const ref = randomUUID();
    let at = Math.floor(Date.now() / 1000) - 180 * MINUTE;
    const next = (df_status: string, change: Sent = {}): Sent => {
      at += 10 * MINUTE;
      return {
        ...{ df_event_id: `event-${randomUUID()}`, df_status, timestamp: at, receivedAt: at * 1000 },
        ...{ df_issue_start_time: at - 5, df_monitor_checker_event_ref: ref, df_monitor_checker_value: '91' },
        ...change,
      };
    };
    const send = (status: string, change?: Sent) => world.handle(next(status, change));
    const ends = async (...statuses: string[]) => {
      const list = [];
      for (const status of statuses) list.push((await send(status)).outcome);
      return list;
    };
    const issue = () => {
      const [first] = world.jira.issues;
      if (!first) throw new Error('there is no issue');
      return first;
    };
    const said = () => issue().comments.map(({ text }) => text);
    return { world, next, send, ends, issue, said, object: world.keys.object(`/ref/${ref}`) };
  }
  const five = ['critical', 'critical', 'critical', 'critical', 'critical'];

  it('is a repeat: counted, and silent where the route says nothing', async () => {
    const { ends, said, world } = disk(SILENT);

    expect(await ends(...five)).toEqual(['created', 'ignored', 'ignored', 'ignored', 'ignored']);
    expect([world.jira.issues.length, said()]).toEqual([1, []]);
  });

  it('is told at most once in the time of comments: throttle', async () => {
    const { ends, said } = disk(HOURLY);
    await ends(...five, ...five, ...five);

    expect(said()).toHaveLength(2);
    expect(said().every((text) => /^自 .+ 起重复 \d+ 次/.test(text))).toBe(true);
  });

  it('tells changes of level in the same issue, whatever project its level would go to, and recovers', async () => {
    const { ends, said, world, issue } = disk(SILENT);

    expect(await ends('error', 'critical', 'critical', 'fatal', 'error', 'ok')).toEqual([
      ...['created', 'commented', 'ignored', 'commented', 'commented', 'resolved'],
    ]);
    expect([world.jira.issues.length, said().length, issue().status]).toEqual([1, 4, DONE]);
    expect(issue().priority).toBe('Highest');
  });

  it('begins a new round after a recovery', async () => {
    const { ends, said } = disk(SILENT);

    expect(await ends('critical', 'ok', 'critical', 'critical', 'ok')).toEqual([
      ...['created', 'resolved', 'reopened', 'ignored', 'resolved'],
    ]);
    expect(said().filter((text) => text.startsWith('再次触发'))).toHaveLength(1);
  });

  it.each(['Done', "Won't Do"])('begins a new round where a person has closed the issue as %s', async (resolution) => {
    const { ends, world, issue } = disk(SILENT);
    await ends('critical', 'critical');
    world.jira.byPerson(issue(), { status: DONE, resolution, resolvedAt: Date.now() });

    expect(await ends('critical', 'critical')).toEqual(
      resolution === 'Done' ? ['reopened', 'ignored'] : ['ignored', 'ignored'],
    );
    expect(issue().status.category).toBe(resolution === 'Done' ? 'new' : 'done');
  });

  it('gets another issue where the first is gone', async () => {
    const { ends, world, issue } = disk(SILENT);
    await ends('critical', 'critical');
    world.jira.byPerson(issue(), { gone: true });

    expect(await ends('critical', 'critical')).toEqual(['created', 'ignored']);
    expect(world.jira.issues).toHaveLength(2);
  });

  it('leaves a fault id what it is: another one is a round, and is told', async () => {
    const { send, said } = disk(SILENT);
    for (const df_fault_id of ['a', 'b']) await send('critical', { df_fault_id: `${df_fault_id}-${randomUUID()}` });

    expect(said()).toEqual([expect.stringMatching(/^再次触发/)]);
  });

  it('lets its events find the issue, though all that is known of the object is lost', async () => {
    const { send, next, ends, object, world } = disk(SILENT);
    await ends('critical', 'critical');
    const last = next('critical');
    await world.handle(last);
    await redis.client.del(object);
    const over = await send('ok', { df_issue_start_time: last.df_issue_start_time });

    expect(over).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
  });

  it('leaves nothing behind for ever, and ends the same after a crash at any point', async () => {
    const { next, ends, said, world } = disk('comments: { throttle: 0 }');
    const first = next('critical');
    await world.handle(first);
    const second = next('critical');
    const usual = world.around;
    let crashes = 0;
    for (let left = 1; left < 60; left += 1) {
      let calls = left;
      world.around = (_call, act) => {
        calls -= 1;
        if (calls === 0) throw new Error('crash');
        return act();
      };
      if (await world.handle(second).catch(() => null)) break;
      crashes += 1;
    }
    world.around = usual;
    expect([crashes > 10, said().length]).toEqual([true, 1]);
    await ends('critical');
    const faults = await redis.client.keys(`${world.keys.fault('x').replace(/:fault:.*/, '')}:fault:*`);
    const kept = await Promise.all(faults.map((key) => redis.client.ttl(key)));

    expect(kept.filter((seconds) => seconds === -1)).toHaveLength(1);
  });
});
