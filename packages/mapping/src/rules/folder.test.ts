import { describe, expect, it } from 'vitest';
import { type IssueRoute, parseRulesFiles, readAlert, routeFor } from '../index.ts';
import { problemsOf } from './problems.test-helper.ts';

const files = (texts: Record<string, string>) => Object.entries(texts).map(([name, text]) => ({ name, text }));
const told = (texts: Record<string, string>) =>
  problemsOf(files(texts)).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

const common = `defaults: { group: fault, project: OPS, issueType: 故障, priority: Medium }
people: { duty: lina }
storm: { limit: 30, window: 10m }
fallback: { project: OPS, issueType: Task }
`;
const dba = `defaults: { project: DBA, priority: High }
people: { dba: pacher }
routes:
  - { name: mysql, match: { tags.kind: mysql }, assignee: dba }
  - { name: redis, match: { tags.kind: redis }, priority: Low }
`;
const web = 'routes: [{ name: web, match: { tags.kind: web }, assignee: duty }]\n';

describe('parseRulesFiles', () => {
  const rules = parseRulesFiles(files({ '00-common.yaml': common, '10-dba.yaml': dba, '20-web.yaml': web }));

  it('puts the routes one after the other, in the order of the files', () => {
    expect(rules.routes.map(({ name }) => name)).toEqual(['mysql', 'redis', 'web']);
    const event = readAlert({ df_dimension_tags: { kind: 'web' } }, { eventId: 'e', receivedAt: 0 });
    expect(routeFor(event, rules)?.name).toBe('web');
  });

  it('takes the defaults of the file, then those of the file without routes', () => {
    const of = (name: string) => {
      const { project, issueType, priority } = rules.routes.find((route) => route.name === name) as IssueRoute;
      return [project, issueType, priority];
    };
    expect(of('mysql')).toEqual(['DBA', '故障', 'High']);
    expect(of('redis')).toEqual(['DBA', '故障', 'Low']);
    expect(of('web')).toEqual(['OPS', '故障', 'Medium']);
  });

  it('has the people of all files, and what stands once for all', () => {
    expect(rules.people).toEqual({ duty: 'lina', dba: 'pacher' });
    expect(rules).toMatchObject({
      unmatched: 'fallback',
      storm: { limit: 30 },
      fallback: { project: 'OPS', group: 'fault' },
    });
  });

  it('does not care where the file without routes stands, nor whether there is one', () => {
    const last = parseRulesFiles(files({ 'a.yaml': dba, 'z.yaml': common }));
    expect(last.routes[0]).toMatchObject({ project: 'DBA', issueType: '故障' });
    const alone = 'defaults: { group: event, issueType: T, project: P }\n';
    expect(parseRulesFiles(files({ a: alone + web, b: alone + dba.slice(dba.indexOf('routes')) })).routes).toHaveLength(
      3,
    );
  });

  it('takes the same person with the same account in two files', () => {
    expect(parseRulesFiles(files({ a: common, b: `people: { duty: lina }\n${web}` })).people).toEqual({ duty: 'lina' });
  });
});

describe('a conflict between files names both', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'a name of a route',
      { 'a.yaml': common, 'b.yaml': web, 'c.yaml': web.replace('kind', 'sort') },
      'c.yaml:1:12 another route is named "web" too, at b.yaml:1:12',
    ],
    [
      'a person with two accounts',
      { 'a.yaml': common, 'b.yaml': `people:\n  duty: pacher\n${web}` },
      'b.yaml:2:3 "duty" is pacher here and lina at a.yaml:2:11',
    ],
    [
      'two storms',
      { 'a.yaml': common, 'b.yaml': `${web}storm: { limit: 3, window: 1m }\n` },
      'b.yaml:2:1 "storm" holds for all files and is set already, at a.yaml:3:1',
    ],
    [
      'two fallbacks',
      { 'a.yaml': common, 'b.yaml': `${web}fallback: { project: X, issueType: T }\n` },
      'b.yaml:2:1 "fallback" holds for all files and is set already, at a.yaml:4:1',
    ],
    [
      'two words on what to do with the rest',
      { 'a.yaml': `${common}unmatched: ignore`, 'b.yaml': `${web}unmatched: ignore\n` },
      'b.yaml:2:1 "unmatched" holds for all files and is set already, at a.yaml:5:1',
    ],
    [
      'two defaults for all',
      { 'a.yaml': common, 'b.yaml': 'defaults: { project: X }\n', 'c.yaml': web },
      'b.yaml:1:1 the defaults of all files are set already, at a.yaml:1:1',
    ],
    [
      'a route that takes everything from the next team',
      { 'a.yaml': common, 'b.yaml': 'routes: [{ name: all }]\n', 'c.yaml': web },
      'b.yaml:1:10 this route takes every event, so no route below it is ever used: "web" at c.yaml:1:10',
    ],
    [
      'a route that takes the same from the next team',
      {
        'a.yaml': common,
        'b.yaml': web,
        'c.yaml': 'routes: [{ name: mine, match: { tags.kind: web, tags.team: x } }]\n',
      },
      'c.yaml:1:10 this route is never used: "web" at b.yaml:1:10 takes all its events',
    ],
  ])('%s', (_name, texts, message) => {
    expect(told(texts)).toEqual([message]);
  });

  it('and each is told with a hint', () => {
    const problems = problemsOf(files({ 'a.yaml': common + dba, 'b.yaml': common + dba.replace('pacher', 'x') }));
    expect(problems.filter(({ hint }) => !hint)).toEqual([]);
    expect(problems.every(({ file }) => file === 'b.yaml' || file === 'a.yaml')).toBe(true);
  });
});

describe('a folder with mistakes', () => {
  it('tells those of every file, in the order of the files', () => {
    expect(told({ 'b.yaml': 'routes: [{ name: x, group: fault, project: P }]', 'a.yaml': 'people: { a: 1 }' })).toEqual(
      ['b.yaml:1:10 "issueType" is missing', 'a.yaml:1:11 expected a text, not 1'],
    );
  });

  it('does not miss in one file what may stand in one that cannot be read', () => {
    expect(told({ 'a.yaml': 'defaults: { group: fault', 'b.yaml': web })).toEqual([
      expect.stringMatching(/^a\.yaml:1:\d+ /),
    ]);
  });

  it('needs a route in one of the files', () => {
    expect(told({ 'a.yaml': common, 'b.yaml': 'people: { x: y }\n' })).toEqual(['a.yaml:1:1 no file has any "routes"']);
  });

  it('refuses a file without anything in it, which may be half written', () => {
    expect(told({ 'a.yaml': common, 'b.yaml': web, 'c.yaml': '# routes: …\n' })).toEqual([
      'c.yaml:1:1 expected a map, not nothing',
    ]);
  });
});
