import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseRules, RulesFile } from '../index.ts';
import { languages } from '../text/language.ts';
import { knownKeysAt } from './checks/schema-at.ts';

const folder = new URL('../../../../config/', import.meta.url);
const example = readFileSync(new URL('rules.example.yaml', folder), 'utf8');

describe('the rules of the README', () => {
  it.each(['README.md', 'README.zh-CN.md'])('in %s can be copied as they are', (name) => {
    const readme = readFileSync(new URL(`../${name}`, folder), 'utf8');
    const [yaml = ''] = [...readme.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, block]) => block ?? []);
    const { routes, people, fallback } = parseRules(yaml, name);
    expect(routes.map(({ kind }) => kind)).toEqual(['ignore', 'issue']);
    expect(routes[1]).toMatchObject({ project: 'DBA', group: 'fault', recover: { transitions: expect.any(Array) } });
    expect([people, fallback?.group]).toEqual([{ 'dba-duty': 'pacher' }, 'fault']);
  });
});

describe('config/rules.example.yaml', () => {
  const rules = parseRules(example, 'rules.example.yaml');

  it('is read as its comments say', () => {
    expect(rules.routes.map(({ name, kind }) => [name, kind])).toEqual([
      ['test systems', 'ignore'],
      ['database', 'issue'],
      ['web', 'issue'],
    ]);
    expect(rules.routes[1]).toMatchObject({
      project: 'DBA',
      issueType: '故障',
      group: 'fault',
      reopenWithinMs: 86_400_000,
      commentThrottleMs: 3_600_000,
      commentsMost: 20,
      raisePriority: true,
      recover: { transitions: ['Done', '完成', '31', 'category:done'], resolution: 'Done' },
      back: { restore: true, muteMs: 604_800_000 },
      catchUp: true,
      context: { chart: { query: expect.anything() }, logs: { lines: 20, withinMs: 900_000 } },
      wontFix: ["Won't Do", "Won't Fix", '不予修复'],
    });
    expect(rules.routes[2]).toMatchObject({
      priority: 'High',
      holdForMs: 120_000,
      recover: null,
      back: null,
      context: null,
    });
    expect(rules.storm).toEqual({ limit: 30, windowMs: 600_000, keep: ['fatal', 'critical'], keepLimit: 20 });
    expect(rules.unmatched).toBe('fallback');
    expect(rules.fallback).toMatchObject({ name: 'fallback', project: 'OPS', issueType: 'Task', priority: 'Medium' });
  });

  it('has every key that there is', () => {
    const file = parse(example);
    const used = (values: unknown[]) => new Set(values.flatMap((value) => Object.keys(Object(value))));
    expect(used([file])).toEqual(new Set(knownKeysAt([])));
    expect(used([file.defaults, ...file.routes])).toEqual(new Set(knownKeysAt(['routes', 0])));
    for (const key of ['recover', 'comments', 'back', 'context'])
      expect(used([file.routes[1][key]])).toEqual(new Set(knownKeysAt(['defaults', key])));
    for (const part of ['chart', 'logs'])
      expect(used([file.routes[1].context[part]])).toEqual(new Set(knownKeysAt(['defaults', 'context', part])));
    expect(used([file.storm])).toEqual(new Set(knownKeysAt(['storm'])));
    expect(used([file.fallback])).toEqual(new Set(knownKeysAt(['fallback'])));
  });

  it('is the same in Chinese, comment by comment', () => {
    const chinese = readFileSync(new URL('rules.example.zh-CN.yaml', folder), 'utf8');
    const rulesIn = (text: string) => text.replaceAll(/(^ *#.*\n)+/gm, '# …\n');
    const comments = chinese.match(/^ *#.*$/gm)?.slice(1) ?? [];

    expect(rulesIn(chinese)).toBe(rulesIn(example));
    expect(comments.filter((line) => !/\p{Script=Han}|^ *#$|allow: \[/u.test(line))).toEqual([]);
  });

  it('names every language that there is', () => {
    const line = example.split('\n').find((one) => one.includes('Language of the sentences that this program writes'));
    for (const language of languages) expect(line).toMatch(new RegExp(`\\b${language}\\b`));
  });

  it('names the schema for editors, which is written from the same source', () => {
    // After a change of the schema: UPDATE_RULES_SCHEMA=1 vitest run packages/mapping/src/rules, then format.
    const file = new URL('rules.schema.json', folder);
    const schema: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(RulesFile, { io: 'input', target: 'draft-7' })));
    if (process.env.UPDATE_RULES_SCHEMA) writeFileSync(file, JSON.stringify(schema, null, 2));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./rules.schema.json');
  });
});
