import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseRules, RulesFile, RulesInvalid, type RulesProblem } from '../index.ts';

const folder = new URL('../../../../config/', import.meta.url);

describe('parseRules', () => {
  it('reads the example that people copy', () => {
    const rules = parseRules(readFileSync(new URL('rules.example.yaml', folder), 'utf8'), 'rules.example.yaml');
    expect(rules.routes.map((route) => route.name)).toEqual(['test systems', 'database', 'web']);
    expect(rules.routes[1]).toMatchObject({
      project: 'DBA',
      issueType: '故障',
      group: 'fault',
      reopenWithinMs: 86_400_000,
      commentThrottleMs: 3_600_000,
      commentsMost: 20,
      raisePriority: false,
      recover: { transitions: ['Done', '完成', 'Resolved'], resolution: 'Done' },
    });
    expect(rules.storm).toEqual({ limit: 30, windowMs: 600_000, keep: ['fatal', 'critical'], keepLimit: 20 });
    expect(rules.fallback).toMatchObject({
      name: 'fallback',
      project: 'OPS',
      issueType: 'Task',
      group: 'fault',
      priority: null,
    });
  });

  // After a change of the schema: UPDATE_RULES_SCHEMA=1 vitest run packages/mapping/src/rules, then format.
  it('has its schema for editors written from the same source', () => {
    const file = new URL('rules.schema.json', folder);
    const schema: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(RulesFile, { io: 'input', target: 'draft-7' })));
    if (process.env.UPDATE_RULES_SCHEMA) writeFileSync(file, JSON.stringify(schema, null, 2));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
  });

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
      [4, 3, 'defaults.timezone', null],
      [5, 15, 'defaults.priority.critcal', 'did you mean "critical"?'],
      [5, 30, 'defaults.priority.fatal', 'put it in quotes: "3"'],
      [6, 3, 'defaults.group', 'did you mean "fault"?'],
      [7, 11, 'people.a', 'put it in quotes: "1"'],
      [9, 5, 'routes[0].name', null],
      [9, 5, 'routes[0]', 'set it here or under defaults'],
      [10, 14, 'routes[0].match.x', null],
      [10, 29, 'routes[0].match.y.nott', 'did you mean "not"?'],
      [11, 5, 'routes[0].summary', null],
      [12, 5, 'routes[0].reopenWithin', null],
      [14, 5, '', 'keep one of them'],
      [15, 15, 'routes[0].fields.a', null],
      [16, 10, 'storm.limit', null],
      [16, 39, 'storm.keep[0]', 'did you mean "fatal"?'],
      [17, 1, 'unmatched', 'add fallback: { project: …, issueType: … }'],
    ]);
  });

  it.each([
    ['routes: [{ name: a, project: P, issueType: T }]', 'routes[0]', /"group" must be stated/],
    ['defaults: { group: fault }\nroutes: [{ name: a, project: P }]', 'routes[0]', /"issueType" is missing/],
    [
      'defaults: { group: fault, project: P, issueType: T }\nroutes: [{ name: a, match: { b: c } }, { name: a }]',
      'routes[1].name',
      /another route/,
    ],
    [
      'defaults: { group: fault, project: P, issueType: T }\nroutes: [{ name: a }, { name: b }]',
      'routes[0]',
      /takes every event/,
    ],
    [
      'defaults: { group: fault, project: P, issueType: T }\nroutes: [{ name: fallback }]',
      'routes[0].name',
      /name of the fallback/,
    ],
    [
      'routes: [{ name: a, ignore: true }]\nfallback: { project: P, issueType: T }',
      'fallback',
      /"group" must be stated/,
    ],
    ['routes: []', 'routes', /at least one route/],
    ['', '', /expected a map, not nothing/],
    ['a: [1\nb: ]', '', /Flow sequence/],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c]`,
      '',
      /alias/,
    ],
  ])('refuses %j', (yaml, path, message) => {
    expect(problemsOf(yaml)).toContainEqual(expect.objectContaining({ path, message: expect.stringMatching(message) }));
  });

  it('needs neither group nor project for events that are ignored', () => {
    expect(parseRules('routes: [{ name: a, ignore: true, reason: noise }]', 'r').routes[0]).toMatchObject({
      kind: 'ignore',
      reason: 'noise',
    });
  });
});

function problemsOf(yaml: string): readonly RulesProblem[] {
  try {
    parseRules(yaml, 'rules.yaml');
  } catch (error) {
    if (error instanceof RulesInvalid) return error.problems;
    throw error;
  }
  throw new Error('these rules were taken');
}
