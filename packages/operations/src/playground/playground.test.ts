import { readAlert } from '@guance-jira/mapping';
import type { EventJob } from '@guance-jira/queue';
import { afterAll, describe, expect, it } from 'vitest';
import { changeBy } from './change.ts';
import { openPlayground, PlaygroundBusy } from './playground.ts';
import { tryRules } from './try-rules.ts';

const NOW = 1_700_000_000_000;
const rules = (text: string) => [{ name: 'rules.yaml', text }];
const BEFORE = rules(`
defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - { name: db, match: { tags.host: "db-*", level: critical }, project: DBA }
  - { name: quiet, match: { df_title: "*test*" }, ignore: true }
  - { name: rest }
`);
const AFTER = rules(`
defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - { name: db, match: { tags.host: "db-*" }, project: DBA, issueType: Task }
  - { name: rest }
`);

function alert(id: string, fields: Record<string, unknown> = {}) {
  const tags = JSON.stringify({ host: id });
  return { df_event_id: id, df_status: 'error', df_title: `alert ${id}`, df_dimension_tags: tags, ...fields };
}
const job = (id: string, fields = {}): EventJob => ({ v: 1, eventId: id, event: alert(id, fields), receivedAt: NOW });

describe('rules that are tried', () => {
  it('take a body as the receiver does, and tell route, why, issue and both requests', () => {
    // No JSON, but what a template that was filled by hand makes; an envelope round it, and a second event.
    const body = `{"alerts": [${JSON.stringify(alert('db-1'))}, ${JSON.stringify(alert('web-1'))},]}`;
    const { events, problems, refused } = tryRules({ texts: BEFORE, body, now: NOW }, false);

    expect([problems, refused]).toEqual([[], null]);
    expect(events.map(({ eventId, plan }) => [eventId, plan.route])).toEqual([
      ['db-1', 'rest'],
      ['web-1', 'rest'],
    ]);
    expect(events[0]?.steps[0]).toEqual({
      ...{ route: 'db', taken: false },
      mismatches: [{ field: 'level', wanted: 'critical', values: ['error'] }],
    });
    expect(events[0]?.sizes).toContainEqual(['db', 2]);
    expect(events[0]?.requests?.cloud.path).toBe('/rest/api/3/issue');
    expect(events[0]?.requests?.datacenter.body).toMatchObject({ fields: { project: { key: 'OPS' } } });
  });

  it('tell what is wrong with them by line, and what the receiver would refuse', () => {
    const broken = rules('routes:\n  - name: a\n    projekt: OPS\n');
    expect(tryRules({ texts: broken, body: '{}', now: NOW }, false).problems).toContainEqual(
      expect.objectContaining({ file: 'rules.yaml', line: 3, hint: 'did you mean "project"?' }),
    );
    expect(tryRules({ texts: BEFORE, body: 'no json', now: NOW }, false).refused).toMatch(/not valid JSON/);
    expect(tryRules({ texts: BEFORE, body: null, now: NOW }, false).events).toEqual([]);
  });

  it('look at a bounded number of events', () => {
    const body = JSON.stringify(Array.from({ length: 30 }, (_, index) => alert(`e${index}`)));
    expect(tryRules({ texts: BEFORE, body, now: NOW }, false)).toMatchObject({ more: 10 });
  });
});

describe('what rules would change', () => {
  it('is told by where events went and would go, with the newest of each', () => {
    const jobs = [
      ...['db-1', 'db-2'].map((id) => job(id)),
      job('db-3', { df_status: 'critical' }),
      job('web-1'),
      job('web-2', { df_title: 'a test' }),
    ];
    const changed = changeBy({ before: BEFORE, after: AFTER, jobs, now: NOW });

    expect(changed).toMatchObject({ looked: 5, unreadable: 0, moved: 4, issues: { before: 4, after: 5 } });
    const place = ({ route, project, issueType, reason }: Record<string, unknown>) =>
      [route, project, issueType, reason].filter((part) => part !== null).join(' ');
    expect(
      changed.moves.map(({ from, to, count, events }) => [
        count,
        place({ ...from }),
        place({ ...to }),
        events[0]?.eventId,
      ]),
    ).toEqual([
      [2, 'rest OPS Bug', 'db DBA Task', 'db-1'],
      [1, 'db DBA Bug', 'db DBA Task', 'db-3'],
      [1, 'quiet route_ignores', 'rest OPS Bug', 'web-2'],
    ]);
    expect(readAlert(job('db-1').event, job('db-1')).eventId).toBe('db-1');
  });

  it('is nothing where the rules have mistakes', () => {
    const changed = changeBy({ before: BEFORE, after: rules('routes: 7'), jobs: [job('a')], now: NOW });
    expect(changed.problems.length).toBe(1);
    expect(changed.moves).toEqual([]);
  });
});

describe('in its thread', () => {
  const limits = { cpuMs: 5000, wallMs: 60_000, memoryMb: 128 };
  const playground = openPlayground(undefined, { try: limits, change: limits });
  const hasty = openPlayground(undefined, { try: limits, change: { ...limits, cpuMs: 30 } });
  afterAll(() => Promise.all([playground.close(), hasty.close()]));

  it('what takes too long is ended, and the next is answered', async () => {
    const jobs = Array.from({ length: 5000 }, (_, index) => job(`host-${index}`));
    expect(await hasty.change({ before: BEFORE, after: AFTER, jobs, now: NOW })).toBeNull();
    const next = await hasty.try({ texts: BEFORE, body: JSON.stringify(alert('db-1')), now: NOW });
    expect(next?.events[0]?.plan).toMatchObject({ route: 'rest' });
  });

  it('answers what would change', async () => {
    const changed = await playground.change({ before: BEFORE, after: AFTER, jobs: [job('db-1')], now: NOW });
    expect(changed?.moved).toBe(1);
  });

  it('lets only some wait', async () => {
    const asked = Array.from({ length: 10 }, () => playground.try({ texts: BEFORE, body: null, now: NOW }));
    const ends = await Promise.allSettled(asked);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBe(4);
    expect(refused[0]?.reason).toBeInstanceOf(PlaygroundBusy);
  });
});
