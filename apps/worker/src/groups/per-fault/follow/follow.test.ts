/** Fields that follow their fault: what is written again, when, and what stays a person's. */

import type { LivingIssue } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld } from '../../testing/fault-world.ts';
import { watchedDisk } from '../../testing/watched-disk.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 2h }
routes:
  - name: plain
    match: { df_monitor_checker_id: plain }
    fields: { customfield_1: "{{ df_monitor_checker_value }}" }
  - name: chosen
    match: { df_monitor_checker_id: chosen }
    project: { template: "{{ df_title }}", allow: [OPS, DBA], else: OPS }
    fields: { Measured: "{{ df_monitor_checker_value }}" }
    follow: [measured]
  - name: following
    fields: { customfield_1: "{{ df_monitor_checker_value }}", customfield_2: "{{ level }}", customfield_3: "{{ df_title }}" }
    follow: [customfield_1, customfield_2]
`;
const DONE = { name: '已完成', category: 'done' } as const;
const value = (of: number | string) => ({ df_monitor_checker_value: String(of) });

describe.skipIf(SKIPPED !== '')(`a field that follows its fault${SKIPPED}`, () => {
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
  /** A fault whose issue stands, and the names of the calls to Jira from then on. */
  async function opened(about: object = {}, change: object = {}) {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const disk = watchedDisk({ ...about });
    await world.handle(disk.next('error', { ...value(91), ...change }));
    const calls: string[] = [];
    world.jira.around = (call, act) => {
      calls.push(call);
      return act();
    };
    return { world, disk, calls };
  }

  it('is written again when the value changes, without a comment, and its fellows that say the same with it', async () => {
    const { world, disk, calls } = await opened();
    const end = await world.handle(disk.next('error', value(95)));

    expect([end.outcome, end.reason]).toEqual(['ignored', 'repeat: the fault has its issue']);
    expect(first(world).set).toEqual({ customfield_1: '95', customfield_2: 'error' });
    expect(calls).toEqual(['read', 'setFields']);
    expect(first(world).comments).toEqual([]);
  });

  it('costs no request while nothing changes, and none where a route follows nothing', async () => {
    const { world, disk, calls } = await opened();
    await world.handle(disk.next('error', value(91)));
    await world.handle(disk.next('error', value(92)));
    calls.length = 0;
    await world.handle(disk.next('error', value(92)));
    expect(calls).toEqual([]);

    const plain = await opened({ df_monitor_checker_id: 'plain' });
    await plain.world.handle(plain.disk.next('error', value(95)));
    expect(plain.calls).toEqual([]);
  });

  it('is written with a change of level, at the recovery while the issue is open, and when it is opened again', async () => {
    const { world, disk, calls } = await opened();
    await world.handle(disk.next('critical', value(99)));
    expect(first(world).set).toEqual({ customfield_1: '99', customfield_2: 'critical' });
    calls.length = 0;
    await world.handle(disk.next('ok', value(20)));
    expect(first(world).set).toEqual({ customfield_1: '20', customfield_2: 'ok' });
    expect(calls.indexOf('setFields')).toBeLessThan(calls.indexOf('transition'));
    disk.again();
    calls.length = 0;
    expect((await world.handle(disk.next('error', value(93)))).outcome).toBe('reopened');
    expect(first(world).set).toEqual({ customfield_1: '93', customfield_2: 'error' });
    expect(calls.indexOf('transition')).toBeLessThan(calls.indexOf('setFields'));
  });

  it('stays as a person has set it, and the others go on', async () => {
    const { world, disk } = await opened();
    world.jira.byPerson(first(world), { theirs: ['customfield_1'] });
    await world.handle(disk.next('critical', value(95)));

    expect(first(world).set).toEqual({ customfield_2: 'critical' });
    world.jira.byPerson(first(world), { theirs: ['customfield_1', 'customfield_2'] });
    expect((await world.handle(disk.next('fatal', value(97)))).outcome).toBe('commented');
    expect(first(world).set).toEqual({ customfield_2: 'critical' });
  });

  it('is not written on an issue that a person has closed, and not by an event that comes late', async () => {
    const { world, disk } = await opened();
    const late = disk.next('error', value(50));
    await world.handle(disk.next('error', value(95)));
    await world.handle(late);
    expect(first(world).set.customfield_1).toBe('95');
    world.jira.byPerson(first(world), { status: DONE, resolvedAt: Date.now() });
    await world.handle(disk.next('error', value(96)));
    await world.handle(disk.next('critical', value(97)));
    expect(first(world).set.customfield_1).toBe('95');
  });

  it('costs itself alone where Jira refuses it, and is not asked for again with the same value', async () => {
    const { world, disk, calls } = await opened();
    world.jira.refusesFields = ['customfield_1'];
    const end = await world.handle(disk.next('error', value(95)));

    expect(end.warnings).toEqual([expect.stringMatching(/^follow: .*customfield_1/)]);
    expect(first(world).set).toEqual({ customfield_2: 'error' });
    calls.length = 0;
    await world.handle(disk.next('error', value(95)));
    expect(calls).toEqual([]);
  });

  it('leaves what it has where its template gives nothing', async () => {
    const { world, disk } = await opened();
    await world.handle(disk.next('error', { df_monitor_checker_value: '' }));
    expect(first(world).set).toEqual({ customfield_2: 'error' });
  });

  it('goes by its name, is written by its kind, and by the schema of the place for which the issue was made', async () => {
    const { world, disk } = await opened({ df_monitor_checker_id: 'chosen' }, { df_title: 'DBA' });
    const asked: string[] = [];
    const field = { id: 'customfield_9', name: 'Measured', required: false, hasDefault: false, allowed: null };
    world.jira.tracker.schemas.push({ type: '1', fields: [{ ...field, kind: 'number' }] });
    const { fit } = world.jira.tracker;
    world.jira.tracker.fit = (draft, schema) => {
      asked.push(draft.project);
      return fit(draft, schema);
    };
    await world.handle(disk.next('error', { ...value(95), df_title: 'OPS' }));

    expect(first(world).set).toEqual({ customfield_9: 95 });
    expect(asked).toEqual(['DBA']);
    world.jira.byPerson(first(world), { theirs: ['Measured'] });
    await world.handle(disk.next('error', value(96)));
    expect(first(world).set, 'known to the history by its name').toEqual({ customfield_9: 95 });
  });

  it('is written once more after a loss of Redis, when nobody knows what was written last', async () => {
    const { world, disk } = await opened();
    await redis.client.flushall();
    world.whole = false;
    await world.handle(disk.next('error', value(91)));
    await world.handle(disk.next('error', value(91)));
    expect(first(world).set).toEqual({ customfield_1: '91', customfield_2: 'error' });
    expect(world.jira.issues).toHaveLength(1);
  });
});
