import { describe, expect, it, type TestContext } from 'vitest';
import { openFaultLab, watchedObject } from './fault-life/lab.ts';
import type { StackOptions } from './harness/index.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { critical: High, error: Medium }
  recover: {}
  reopenWithin: 24h
routes:
  - { name: soon, match: { df_monitor_name: soon }, reopenWithin: 0 }
  - { name: told, match: { df_monitor_name: told }, comments: { throttle: 0 } }
  - { name: all, match: { df_status: [critical, error] } }
unmatched: ignore
`;
const HELD = [
  { method: 'PUT', path: 'edit' },
  { method: 'POST', path: 'transition' },
  { method: 'POST', path: 'comment' },
  { method: 'POST', path: 'link' },
];

/** Each test has a lab of its own, as they mostly wait and so run side by side. */
async function begin({ onTestFinished }: TestContext, options: StackOptions) {
  const lab = await openFaultLab(RULES, options);
  onTestFinished(() => lab.close());
  const opened = async (monitor: string, ...statuses: string[]) => {
    const object = watchedObject(monitor);
    const lines = [];
    for (const status of ['error', ...statuses]) lines.push(...(await lab.outcomes(object.next(status))));
    return { object, key: String(lines[0]?.issueKey) };
  };
  return { lab, opened };
}

describe.concurrent.each([
  ['cloud', 'after', 'has carried out'],
  ['datacenter', 'before', 'has not yet carried out'],
] as const)('a worker on %s that dies', (dialect, when, says) => {
  it(`while Jira ${says} its change of priority, transition, comment and link: each is made once`, async (test) => {
    const { lab, opened } = await begin(test, { dialect });
    const worse = await opened('worse');
    const over = await opened('over');
    const told = await opened('told');
    const again = await opened('again', 'ok');
    const next = await opened('soon', 'ok');
    again.object.again();
    next.object.again();
    // Two transitions are held, of the recovery and of the reopening.
    for (const rule of HELD) {
      const times = rule.path === 'transition' ? 2 : 1;
      await lab.stack.jira.control('POST', '/faults', { ...rule, times, action: { delayMs: 2500, when } });
    }
    const last = (await lab.stack.jira.requests()).at(-1)?.n;
    const ends = lab.outcomes(
      ...[worse.object.next('critical'), over.object.next('ok'), told.object.next('error')],
      ...[again.object.next('error'), next.object.next('error')],
    );
    await lab.stack.waitFor('all changes to be under way', async () => {
      const underWay = (await lab.stack.jira.requests({ sinceN: Number(last) })).filter(
        ({ fault, status, committed }) => fault !== null && status === null && committed === (when === 'after'),
      );
      return underWay.length === 5;
    });

    await lab.stack.worker.kill('SIGKILL');
    await lab.stack.worker.start();
    const lines = await ends;

    expect(lines.map(({ outcome }) => outcome)).toEqual(['commented', 'resolved', 'commented', 'reopened', 'created']);
    expect(await lab.issue(worse.key)).toMatchObject({ priorityId: '2' });
    expect(await lab.comments(worse.key)).toEqual([expect.stringContaining('优先级 Medium → High。')]);
    expect(await lab.issue(over.key)).toMatchObject({ status: 'done' });
    expect(await lab.comments(over.key)).toEqual([expect.stringContaining('状态：To Do → Done。')]);
    expect(await lab.comments(told.key)).toEqual([expect.stringContaining('起重复 1 次')]);
    expect(await lab.issue(again.key)).toMatchObject({ status: 'new' });
    expect((await lab.comments(again.key)).filter((text) => text.includes('已重新打开'))).toHaveLength(1);
    const old = await lab.issue(next.key);
    const links = await lab.stack.jira.links();
    expect(links.filter(({ outwardId }) => outwardId === old.id)).toHaveLength(1);
    expect(await lab.stack.jira.issues()).toHaveLength(6);
  });
});

describe.concurrent('a Redis that is wiped', () => {
  it('in the middle of a fault, and after one that lives on in an older issue: no second issue', async (test) => {
    const { lab, opened } = await begin(test, { workers: 2, sandbox: { indexLagMs: 1000 } });
    const fault = await opened('fault');
    const older = await opened('older', 'ok');
    older.object.again();
    const [reopened] = await lab.outcomes(older.object.next('error'));
    expect(reopened).toMatchObject({ outcome: 'reopened' });
    const early = await opened('early');

    await lab.stack.redis.call('FLUSHALL');
    const lines = await lab.outcomes(
      ...[fault.object.next('critical'), older.object.next('error'), early.object.next('ok')],
    );
    const later = await lab.outcomes(fault.object.next('ok'), older.object.next('ok'));

    expect([...lines, ...later].map(({ issueKey }) => issueKey)).toEqual([
      ...[fault.key, older.key, early.key],
      ...[fault.key, older.key],
    ]);
    expect([lines[2], ...later].map((line) => line?.outcome)).toEqual(['resolved', 'resolved', 'resolved']);
    expect(await lab.stack.jira.issues()).toHaveLength(3);
  });
});
