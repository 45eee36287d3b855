import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRules } from './parse.ts';
import { templateSlips } from './template-slips.ts';

const slips = (options: string) => {
  const yaml = `routes: [{ name: r, project: OPS, issueType: Bug, group: fault, ${options} }]`;
  return templateSlips(parseRules(yaml, 'rules.yaml')).map(({ variable, meant }) => `${variable} → ${meant}`);
};

describe('a variable of a template that looks like a slip', () => {
  it.each([
    ['summary: "{{ df_ttle }}"', ['df_ttle → df_title']],
    ['assignee: "{{ tag.owner }}"', ['tag.owner → tags.owner']],
    [`watchers: ["{{ tag['o.x'] }}"]`, ['tag.o.x → tags.o.x']],
    ['labels: ["{{ df_statsu | upcase }}", "{% if df_statsu == 1 %}x{% endif %}"]', ['df_statsu → df_status']],
    ['fields: { A: [{ value: "{{ df_mesage }}" }] }', ['df_mesage → df_message']],
    [
      'fields: { A: { template: "{{ tagz.env }}", allow: [a], else: a } }, recover: { comment: "{{ df_titel }}", fields: { B: "{{ Tags.x }}" } }',
      ['tagz.env → tags.env', 'Tags.x → tags.x', 'df_titel → df_title'],
    ],
    ['priority: { template: "{{ tag.p }}", allow: [High], else: Low }', ['tag.p → tags.p']],
  ])('is told with what is meant: %s', (options, expected) => {
    expect(slips(options)).toEqual(expected);
  });

  it.each([
    'summary: "{{ df_title }} {{ tags.ownr }} {{ Result }}"',
    'summary: "{{ host }} {{ hots }} {{ tag }} {{ page.name }}"',
    'summary: "{{ df_something_else_of_theirs }}"',
    'summary: "{% assign tag = tags %}{{ tag.owner }}{% for df_ttle in tags %}{{ df_ttle }}{% endfor %}"',
    'description: "{{ default }} {{ df_message }}"',
  ])('is none where an event may have it: %s', (options) => {
    expect(slips(options)).toEqual([]);
  });

  it('stands in no rule of the example', () => {
    const yaml = readFileSync(new URL('../../../../config/rules.example.yaml', import.meta.url), 'utf8');
    expect(templateSlips(parseRules(yaml, 'rules.yaml'))).toEqual([]);
  });
});
