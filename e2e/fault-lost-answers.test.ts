import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';

const RULES = `
defaults:
  project: OPS
  issueType: 故障
  group: fault
  priority: { critical: High, error: Medium }
  recover: { resolution: Done }
  reopenWithin: 24h
routes:
  - { name: soon, match: { df_monitor_name: soon }, reopenWithin: 0 }
  - { name: all, match: { df_status: [critical, error] } }
unmatched: ignore
`;
const answer = (status: number, when: 'before' | 'after') => ({ respond: { status, body: 'no JSON' }, when });
const ACTIONS = {
  cloud: {
    'reset after Jira acted': 'resetAfter',
    'never given, though Jira acted': { hang: 'after' },
    'never given, and Jira acts late': { lateCommit: { ms: 1500 } },
    'a 500 after Jira acted': answer(500, 'after'),
    'a login page after Jira acted': { html200: 'after' },
  },
  datacenter: {
    'reset before Jira acted': 'resetBefore',
    'never given, and Jira never acted': { hang: 'before' },
    'a 504 after Jira acted': answer(504, 'after'),
    'cut in the middle': 'truncate',
    'a 502 before Jira acted': answer(502, 'before'),
  },
} as const;
/** Requests by their kind in the sandbox; reading and writing are of one kind. */
const REQUESTS = {
  comment: { method: 'POST', path: 'comment' },
  transition: { method: 'POST', path: 'transition' },
  transitions: { method: 'GET', path: 'transition' },
  edit: { method: 'PUT', path: 'edit' },
  get: { method: 'GET', path: 'get' },
  link: { method: 'POST', path: 'link' },
};

const CASES = [
  ['level', 'get'],
  ['level', 'edit'],
  ['level', 'comment'],
  ['recovery', 'transitions'],
  ['recovery', 'transition'],
  ['recovery', 'comment'],
  ['reopening', 'transition'],
  ['reopening', 'comment'],
  ['successor', 'link'],
] as const;

// Side by side, as most of the time is waiting.
describe.concurrent.each(['cloud', 'datacenter'] as const)('a lost answer about an issue on %s', (dialect) => {
  let lab: FaultLab;
  beforeAll(async () => {
    lab = await openFaultLab(RULES, {
      dialect,
      workers: 2,
      sandbox: { projects: [{ key: 'OPS', resolution: 'required' }] },
    });
  });
  afterAll(() => lab?.close());

  async function opened(monitor = 'disks') {
    const object = watchedObject(monitor);
    const [line] = await lab.outcomes(object.next('error'));
    return { object, key: String(line?.issueKey) };
  }
  const costsNothing: Record<string, (lose: () => Promise<void>) => Promise<void>> = {
    async level(lose) {
      const { object, key } = await opened();
      await lose();
      const [line] = await lab.outcomes(object.next('critical'));

      expect(line).toMatchObject({ outcome: 'commented', issueKey: key, attempt: 1 });
      expect(await lab.comments(key)).toEqual([
        expect.stringContaining('重要 → 紧急，当前值 100。优先级 Medium → High。'),
      ]);
      expect(await lab.issue(key)).toMatchObject({ priorityId: '2' });
    },
    async recovery(lose) {
      const { object, key } = await opened();
      await lose();
      const [line] = await lab.outcomes(object.next('ok'));

      expect(line).toMatchObject({ outcome: 'resolved', issueKey: key, attempt: 1 });
      expect(await lab.comments(key)).toEqual([expect.stringContaining('状态：To Do → Done。')]);
      expect(await lab.issue(key)).toMatchObject({ status: 'done', resolutionId: '10000' });
    },
    async reopening(lose) {
      const { object, key } = await opened();
      await lab.outcomes(object.next('ok'));
      object.again();
      await lose();
      const [line] = await lab.outcomes(object.next('error'));

      expect(line).toMatchObject({ outcome: 'reopened', issueKey: key, attempt: 1 });
      expect((await lab.comments(key)).filter((text) => text.includes('已重新打开'))).toHaveLength(1);
      expect(await lab.issue(key)).toMatchObject({ status: 'new' });
    },
    async successor(lose) {
      const { object, key } = await opened('soon');
      await lab.outcomes(object.next('ok'));
      object.again();
      await lose();
      const [line] = await lab.outcomes(object.next('error'));

      expect(line).toMatchObject({ outcome: 'created', attempt: 1 });
      const { id } = await lab.issue(key);
      const links = await lab.stack.jira.links();
      expect(links.filter(({ outwardId }) => outwardId === id)).toHaveLength(1);
    },
  };

  const cases = CASES.flatMap(([change, request], index) => {
    const actions = Object.entries(ACTIONS[dialect]);
    // Each with two of them; all with all, in memory: apps/worker/src/groups/per-fault/crash.test.ts.
    return [index, index + 2].map((at) => {
      const [says, action] = actions[at % actions.length] ?? [];
      return { change, request, says, action };
    });
  });
  it.each(cases)(
    'costs the $change nothing: $request, $says',
    { concurrent: false },
    async ({ change, request, action }) => {
      await costsNothing[change]?.(async () => {
        await lab.stack.jira.control('POST', '/faults', { ...REQUESTS[request], times: 1, action });
      });

      expect(await lab.stack.jira.control('GET', '/faults')).toEqual({ faults: [] });
    },
  );
});
