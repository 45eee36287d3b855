import { describe, expect, it } from 'vitest';
import { type IssueRoute, parseRules, problemText, RulesInvalid, ruleProblemInChinese } from '../index.ts';
import { problemsOf } from './problems.test-helper.ts';

const defaults = 'defaults: { group: fault, project: P, issueType: T }\n';

describe('parseRules', () => {
  it('tells every problem at once, with its place and a hint', () => {
    const problems = problemsOf(`defaults:
  project: OPS
  isueType: x
  timezone: Mars/Base
  priority: { critcal: High, fatal: 3 }
  group: fualt
people: { a: 1 }
routes:
  - name: a/b
    match: { x: "/(/", y: { nott: a } }
    summary: "{{ a"
    reopenWithin: 5 parsecs
    project: OPS
    project: OPS
    fields: { a: [1, { b: "{% render 'x' %}" }] }
storm: { limit: 0, window: 1m, keep: [fatl] }
unmatched: fallback
`);
    expect(problems.map(({ line, column, path, hint }) => [line, column, path, hint])).toEqual([
      [3, 3, 'defaults.isueType', 'did you mean "issueType"?'],
      [4, 3, 'defaults.timezone', 'such as timezone: Asia/Shanghai'],
      [5, 15, 'defaults.priority.critcal', 'did you mean "critical"?'],
      [5, 30, 'defaults.priority.fatal', 'put it in quotes: "3"'],
      [6, 3, 'defaults.group', 'did you mean "fault"?'],
      [7, 11, 'people.a', 'put it in quotes: "1"'],
      [9, 5, 'routes[0].name', 'such as name: database'],
      [9, 5, 'routes[0]', 'set it here or under defaults, such as issueType: Task'],
      [10, 14, 'routes[0].match.x', expect.stringContaining('a plain text is { exact: "…" }')],
      [10, 29, 'routes[0].match.y.nott', 'did you mean "not"?'],
      [11, 5, 'routes[0].summary', expect.stringContaining('such as {{ df_title }}')],
      [12, 5, 'routes[0].reopenWithin', 'units are ms, s, m, h, d and w; such as reopenWithin: 24h'],
      [14, 5, '', 'keep one of them'],
      [15, 15, 'routes[0].fields.a', expect.stringContaining('a Liquid template')],
      [16, 10, 'storm.limit', 'such as limit: 30'],
      [16, 39, 'storm.keep[0]', 'did you mean "fatal"?'],
      [17, 1, 'unmatched', expect.stringContaining('add fallback: { project: OPS, issueType: Task }')],
    ]);
  });

  it.each(['7days', '1y', '-1d', '7D'])('says once that %s is no duration, and which units there are', (text) => {
    const found = problemsOf(
      `routes: [{ name: a, project: P, issueType: T, group: fault, wontFix: [X], back: { wontFix: { mute: ${text} } } }]`,
      'r.yaml',
    );

    expect(found.map(({ message, hint }) => `${message} (${hint})`)).toEqual([
      'expected a duration (units are ms, s, m, h, d and w; such as mute: 7d)',
    ]);
    expect(found.map(ruleProblemInChinese).map(({ hint }) => hint)).toEqual([
      '单位有 ms, s, m, h, d、w；例如 mute: 7d',
    ]);
  });

  it('writes a problem as editors and terminals take it: file, line, column', () => {
    const [problem] = problemsOf('routes: [{ name: a, project: P, issueType: T, group: each }]', 'r.yaml');
    expect(problem && problemText(problem)).toBe(
      'r.yaml:1:47: routes[0].group: expected one of event, fault (such as group: fault)',
    );
    expect(() => parseRules('', 'r.yaml')).toThrow(RulesInvalid);
    expect(() => parseRules('', 'r.yaml')).toThrow(/^r\.yaml:1:1: expected a map, not nothing/);
  });

  it.each([
    ['routes: [{ name: a, project: P, issueType: T }]', 'routes[0]', /"group" must be stated/],
    ['defaults: { group: fault }\nroutes: [{ name: a, project: P }]', 'routes[0]', /"issueType" is missing/],
    [`${defaults}routes: [{ name: a, match: { b: c } }, { name: a }]`, 'routes[1].name', /another route/],
    [`${defaults}routes: [{ name: a }, { name: b }]`, 'routes[0]', /takes every event.*"b" at rules\.yaml:2:23/],
    [`${defaults}routes: [{ name: a, match: {} }, { name: b, ignore: true }]`, 'routes[0]', /takes every event/],
    [`${defaults}routes: [{ name: fallback }]`, 'routes[0].name', /name of the fallback/],
    [`${defaults}project: P\nroutes: [{ name: a }]`, 'project', /unknown key/],
    [`${defaults}routes: [{ name: a, storm: {} }]`, 'routes[0].storm', /unknown key/],
    [`${defaults}routes: [{ name: a, <<: { project: X } }]`, 'routes[0].<<', /unknown key/],
    [`${defaults}routes: [{ name: a, recover: { transition: [] } }]`, 'routes[0].recover.transition', /at least one/],
    [
      'routes: [{ name: a, ignore: true }]\nfallback: { project: P, issueType: T }',
      'fallback',
      /"group" must be stated/,
    ],
    ['routes: []', 'routes', /at least one route/],
    [defaults, '', /"routes" is missing/],
    ['', '', /expected a map, not nothing/],
    ['- a', '', /expected a map, not a list/],
  ])('refuses %j', (yaml, path, message) => {
    expect(problemsOf(yaml)).toContainEqual(
      expect.objectContaining({ path, message: expect.stringMatching(message), hint: expect.any(String) }),
    );
  });

  it.each([
    ['match: { a: [x, y] }', 'match: { a: x, c: d }'],
    ['match: { a: x }', 'match: { a: x }'],
    ['match: { level: "!ok" }', 'match: { a: x, level: [fatal, "!ok"] }'],
  ])('refuses a route that never gets an event: after %j comes %j', (earlier, later) => {
    const problems = problemsOf(`${defaults}routes:\n  - { name: a, ${earlier} }\n  - { name: b, ${later} }\n`);
    expect(problems).toEqual([
      expect.objectContaining({
        line: 4,
        path: 'routes[1]',
        message: 'this route is never used: "a" at rules.yaml:3:5 takes all its events',
      }),
    ]);
  });

  it.each([
    ['match: { a: x, c: d }', 'match: { a: [x, y] }'],
    ['match: { a: x }', 'match: { b: x }'],
    ['match: { a: x }', 'match: { a: "x*" }'],
    ['match: { a: "!x" }', 'match: { a: "!y" }'],
  ])('takes a route that may get some: after %j comes %j', (earlier, later) => {
    expect(
      problemsOf(`${defaults}routes:\n  - { name: a, ${earlier} }\n  - { name: b, ${later} }\n`, 'r', { orNone: true }),
    ).toEqual([]);
  });

  it('needs neither group nor project for events that are ignored', () => {
    expect(parseRules('routes: [{ name: a, ignore: true, reason: noise }]', 'r').routes[0]).toMatchObject({
      kind: 'ignore',
      reason: 'noise',
    });
  });
});

describe('the compiled route', () => {
  const route = (options: string, shared = '') =>
    parseRules(`defaults: { group: fault, project: P, issueType: T ${shared} }\nroutes: [{ name: a, ${options} }]`, 'r')
      .routes[0] as IssueRoute;

  it.each([
    ['recover: {}', ['category:done'], null],
    ['recover: { resolution: Done }', ['category:done'], 'Done'],
    ['recover: { transition: Done }', ['Done'], null],
    ['recover: { transition: 31 }', ['31'], null],
    ['recover: { transition: [关闭, 31, "41", category:new] }', ['关闭', '31', '41', 'category:new'], null],
    ['recover: { transition: category:indeterminate }', ['category:indeterminate'], null],
  ])('of %s tries %j', (options, transitions, resolution) => {
    expect(route(options).recover).toEqual({ transitions, resolution, fields: [], comment: null });
  });

  it('closes nothing without recover, and undoes that of the defaults with false', () => {
    expect(route('assignee: x').recover).toBeNull();
    expect(route('recover: false', ', recover: {}').recover).toBeNull();
    expect(route('assignee: x', ', recover: {}').recover).toEqual({
      transitions: ['category:done'],
      resolution: null,
      fields: [],
      comment: null,
    });
  });

  it.each([
    ['assignee: x', { commentThrottleMs: null, commentsMost: 50, raisePriority: true }],
    ['comments: { throttle: 1h }', { commentThrottleMs: 3_600_000, commentsMost: 50 }],
    ['comments: { throttle: 0, most: 5 }', { commentThrottleMs: 0, commentsMost: 5 }],
    ['comments: false', { commentThrottleMs: null }],
    ['comments: { internal: true }', { commentThrottleMs: null, audience: { internal: true, visibility: null } }],
    [
      'comments: { visibility: { role: Developers } }',
      { audience: { internal: false, visibility: { type: 'role', value: 'Developers' } } },
    ],
    [
      'comments: { throttle: 1h, visibility: { group: ops } }',
      { commentThrottleMs: 3_600_000, audience: { internal: false, visibility: { type: 'group', value: 'ops' } } },
    ],
    ['raisePriority: false', { raisePriority: false }],
  ])('of %s has %j', (options, compiled) => {
    expect(route(options)).toMatchObject(compiled);
  });

  it('takes from the defaults what it does not say, and replaces whole values', () => {
    const compiled = route(
      'priority: { error: High }',
      ', priority: { critical: Highest }, comments: { throttle: 1h }',
    );
    expect(compiled).toMatchObject({ priority: { error: 'High' }, commentThrottleMs: 3_600_000 });
    expect(compiled.priority).not.toHaveProperty('critical');
    expect(route('comments: false', ', comments: { throttle: 1h }').commentThrottleMs).toBeNull();
  });
});
