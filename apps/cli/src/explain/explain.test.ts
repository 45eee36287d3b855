import { parseRules, withFields } from '@guance-jira/mapping';
import { countIssues, explainEvent, fatesOf, readEvents, readSetting } from '@guance-jira/operations';
import { describe, expect, it } from 'vitest';

describe('events as they are given', () => {
  it.each<[string, string, number, string[]]>([
    ['one', '{"df_event_id":"a"}', 1, []],
    ['a list', '[{"df_event_id":"a"},{"df_event_id":"b"}]', 2, []],
    ['one on each line', '{"a":1}\n\n{"a":2}\r\n{"a":3}\n', 3, []],
    ['with a mark at the begin', '\uFEFF{"a":1}', 1, []],
    ['over many lines', '{\n"a": 1\n}', 1, []],
    ['no JSON', 'hello', 0, ['f no_json']],
    ['broken', '{\n"a": 1', 0, ['f no_json']],
    ['a line that is broken', '{"a":1}\n{"a":\n{"a":3}', 2, ['f:2 no_json']],
    ['a list with a number', '[{"a":1}, 7]', 1, ['f[1] no_object']],
    ['a number', '7', 0, ['f no_object']],
    ['nothing', '', 0, ['f no_json']],
  ])('%s', (_, text, count, broken) => {
    const { events, unreadable } = readEvents(text, 'f');

    expect(events).toHaveLength(count);
    expect(unreadable.map(({ where, why }) => `${where} ${why}`)).toEqual(broken);
  });

  it('may be the data of a job, and lose what is dropped at the door', () => {
    const job = {
      v: 1,
      eventId: 'a',
      receivedAt: 1,
      event: { df_title: 't', df_alert_info: { url: 'x' }, df_meta: '{}' },
    };

    expect(readEvents(JSON.stringify(job), 'f').events).toEqual([
      { where: 'f', event: { df_event_id: 'a', df_title: 't' } },
    ]);
  });
});

describe('--set', () => {
  it.each([
    ['a=b', { field: 'a', value: 'b' }],
    ['a=b=c', { field: 'a', value: 'b=c' }],
    ['a=', { field: 'a', value: '' }],
    ['a', null],
    ['=b', null],
  ])('%s', (text, setting) => {
    expect(readSetting(text)).toEqual(setting);
  });

  it.each([['{"zone":"a"}'], [{ zone: 'a' }]])('changes a tag where Guance has it, twice, from %j', (tags) => {
    const event = withFields({ df_dimension_tags: tags, host: 'x' }, [{ field: 'tags.host', value: 'db-1' }]);

    expect(event).toEqual({ df_dimension_tags: '{"zone":"a","host":"db-1"}', host: 'db-1' });
  });
});

const RULES = parseRules(
  `
defaults: { project: OPS, issueType: Bug, group: fault }
routes:
  - { name: quiet, match: { df_workspace_name: test }, ignore: true, reason: nobody there }
  - { name: database, match: { df_title: "*MySQL*", level: [critical, error], tags.host: "!old-*" }, project: DBA }
  - { name: single, match: { df_title: single }, group: event }
unmatched: fallback
fallback: { project: OPS, issueType: Task }
`,
  'test.yaml',
);
const explained = (event: Record<string, unknown>) =>
  explainEvent(
    { event: { df_event_id: 'e', df_status: 'critical', timestamp: 1_700_000_000, ...event }, where: 'f' },
    RULES,
    1_700_000_000_000,
  );

describe('why a route takes an event', () => {
  it('names for each route above it what does not fit, with the value and what was wanted', () => {
    const { steps, plan } = explained({
      df_title: 'single',
      df_status: 'warning',
      df_dimension_tags: '{"host":"old-1"}',
    });

    expect(plan.route).toBe('single');
    expect(steps).toEqual([
      { route: 'quiet', taken: false, mismatches: [{ field: 'df_workspace_name', wanted: 'test', values: [] }] },
      {
        route: 'database',
        taken: false,
        mismatches: expect.arrayContaining([
          { field: 'df_title', wanted: '*MySQL*', values: ['single'] },
          { field: 'level', wanted: ['critical', 'error'], values: ['warning'] },
          { field: 'tags.host', wanted: '!old-*', values: ['old-1'] },
        ]),
      },
      { route: 'single', taken: true, mismatches: [] },
    ]);
  });

  it.each<[string, Record<string, unknown>, string[], string]>([
    ['the first that fits', { df_workspace_name: 'test', df_title: 'MySQL' }, ['quiet'], 'ignore route_ignores'],
    ['no one, so the fallback', { df_title: 'x' }, ['quiet', 'database', 'single', 'fallback'], 'open'],
    [
      'a recovery goes the way of its route',
      { df_title: 'MySQL', df_status: 'ok', df_workspace_name: 'test' },
      ['quiet'],
      'ignore route_ignores',
    ],
    ['a notice goes no way', { df_event_id: undefined, df_status: undefined, df_title: 'x' }, [], 'ignore notice'],
  ])('%s', (_, event, routes, decision) => {
    const { steps, plan } = explained(event);

    expect(steps.map(({ route }) => route)).toEqual(routes);
    expect(`${plan.action} ${plan.action === 'ignore' ? plan.reason : ''}`.trim()).toBe(decision);
  });
});

describe('many events', () => {
  const at = (second: number, id: string, event: Record<string, unknown>) =>
    explained({ df_event_id: id, timestamp: 1_700_000_000 + second, ...event });

  it('count one issue for each fault, whatever its later events match, and one for each event under group: event', () => {
    const counted = countIssues(
      [
        at(3, 'b2', { df_title: 'other', df_fault_id: 'f1' }),
        at(1, 'b1', { df_title: 'MySQL slow', df_fault_id: 'f1' }),
        at(2, 'c1', { df_title: 'MySQL down', df_fault_id: 'f2' }),
        at(4, 'c1', { df_title: 'MySQL down', df_fault_id: 'f2' }),
        at(5, 's1', { df_title: 'single', df_fault_id: 'f3' }),
        at(6, 's2', { df_title: 'single', df_fault_id: 'f3' }),
        at(7, 'x', { df_title: 'x', df_fault_id: 'f4' }),
        at(8, 'q', { df_workspace_name: 'test' }),
        at(9, 'r', { df_title: 'MySQL slow', df_fault_id: 'f1', df_status: 'ok' }),
      ],
      RULES,
    );

    expect(counted).toEqual({
      events: 9,
      issues: 5,
      repeated: 1,
      routes: [
        { route: 'database', project: 'DBA', issueType: 'Bug', group: 'fault', events: 3, issues: 2 },
        { route: 'single', project: 'OPS', issueType: 'Bug', group: 'event', events: 2, issues: 2 },
        { route: 'fallback', project: 'OPS', issueType: 'Task', group: 'fault', events: 1, issues: 1 },
      ],
      ignored: [
        { reason: 'route_ignores', route: 'quiet', events: 1 },
        { reason: 'recovery', route: null, events: 1 },
      ],
    });
  });
});

describe('the faults of one object', () => {
  const rules = (options: string) =>
    parseRules(
      `defaults: { project: OPS, issueType: Bug, group: fault }\nroutes:\n  - { name: r, match: { df_title: "r*" }, ${options} }\n  - { name: other, project: DBA }\n`,
      'test.yaml',
    );
  /** Minutes after the first, level, fault, title. */
  type Given = [minutes: number, status: string, fault: string, title?: string];
  const fates = (options: string, given: readonly Given[]) => {
    const read = rules(options);
    const events = given.map(([minutes, df_status, df_fault_id, df_title = 'r'], index) => ({
      where: 'f',
      event: {
        ...{ df_event_id: `e${index}`, df_status, df_fault_id, df_title, df_monitor_checker_id: 'm' },
        timestamp: 1_700_000_000 + minutes * 60,
      },
    }));
    return fatesOf(
      events.map((event) => explainEvent(event, read, 0)),
      read,
    ).map((fate) => `${fate.fate} ${fate.fate === 'nothing' ? fate.reason : fate.route}`);
  };

  it.each<[string, string, Given[], string[]]>([
    [
      'a level, a repeat and the recovery belong to the issue',
      'recover: {}',
      [
        [0, 'error', 'a'],
        [1, 'critical', 'a'],
        [2, 'critical', 'a'],
        [3, 'ok', 'a'],
      ],
      ['opens r', 'follows r', 'follows r', 'follows r'],
    ],
    [
      'also when they match no route any more',
      'recover: {}',
      [
        [0, 'error', 'a'],
        [1, 'critical', 'a', 'x'],
      ],
      ['opens r', 'follows r'],
    ],
    [
      'a new round soon after is opened again',
      'recover: {}',
      [
        [0, 'error', 'a'],
        [5, 'ok', 'a'],
        [60, 'error', 'b'],
      ],
      ['opens r', 'follows r', 'follows r'],
    ],
    [
      'long after it is a new issue',
      'recover: {}, reopenWithin: 30m',
      [
        [0, 'error', 'a'],
        [5, 'ok', 'a'],
        [60, 'error', 'b'],
      ],
      ['opens r', 'follows r', 'opens r'],
    ],
    [
      'but not where recoveries close nothing',
      'reopenWithin: 30m',
      [
        [0, 'error', 'a'],
        [5, 'ok', 'a'],
        [60, 'error', 'b'],
      ],
      ['opens r', 'follows r', 'follows r'],
    ],
    [
      'in the project of another team it is a new issue',
      'recover: {}',
      [
        [0, 'error', 'a'],
        [5, 'ok', 'a'],
        [6, 'error', 'b', 'x'],
      ],
      ['opens r', 'follows r', 'opens other'],
    ],
    [
      'in whatever order they come',
      'recover: {}, reopenWithin: 30m',
      [
        [60, 'error', 'b'],
        [5, 'ok', 'a'],
        [0, 'error', 'a'],
      ],
      ['opens r', 'follows r', 'opens r'],
    ],
    ['a recovery of nothing known', 'recover: {}', [[0, 'ok', 'a']], ['nothing recovery']],
    [
      'over before holdFor',
      'holdFor: 10m',
      [
        [0, 'error', 'a'],
        [5, 'ok', 'a'],
        [60, 'error', 'b'],
      ],
      ['nothing over_before_hold', 'nothing recovery', 'opens r'],
    ],
    [
      'under group: event each is its own, and the recovery is told to them',
      'group: event, recover: {}',
      [
        [0, 'error', 'a'],
        [1, 'error', 'a'],
        [2, 'ok', 'a'],
      ],
      ['opens r', 'opens r', 'follows r'],
    ],
    [
      'under group: event without recover it ends',
      'group: event',
      [
        [0, 'error', 'a'],
        [2, 'ok', 'a'],
      ],
      ['opens r', 'nothing recovery'],
    ],
  ])('%s', (_, options, given, expected) => {
    expect(fates(options, given)).toEqual(expected);
  });
});

describe('what an event chooses', () => {
  const rules = parseRules(
    'routes: [{ name: teams, group: fault, project: { template: "{{ tags.team }}", allow: [OPS, DBA], else: OPS }, issueType: Task }]',
    'rules.yaml',
  );
  const of = (n: number, team: string, df_status = 'critical') => ({
    where: `f[${n}]`,
    event: {
      ...{ df_event_id: `e${n}`, df_status, df_fault_id: `f${n}`, df_monitor_checker_event_ref: 'ref' },
      ...{ timestamp: 1_700_000_000 + n, df_dimension_tags: JSON.stringify({ team }) },
    },
  });
  const explained = (...given: ReturnType<typeof of>[]) => given.map((one) => explainEvent(one, rules, 0));

  it('is told with the template and what was allowed', () => {
    const [one] = explained(of(1, 'dba'));
    expect(one?.chosen).toEqual([
      expect.objectContaining({ key: 'project', name: 'DBA', given: 'dba', isAllowed: true, allow: ['OPS', 'DBA'] }),
    ]);
  });

  it('counts a new fault of another project as an issue of its own', () => {
    const issues = (...teams: string[]) => countIssues(explained(...teams.map((team, n) => of(n, team))), rules).issues;
    expect([issues('OPS', 'OPS'), issues('OPS', 'DBA'), issues('DBA', 'DBA')]).toEqual([1, 2, 1]);
  });
});
