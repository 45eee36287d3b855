import { describe, expect, it } from 'vitest';
import { parseRules, planFor, readAlert } from '../index.ts';
import { writeWiki } from '../markdown/write/wiki.ts';

const EVENT = {
  df_event_id: 'event-1',
  df_title: 'Disk full',
  df_status: 'critical',
  df_message: 'usage is **100 %**',
  df_dimension_tags: '{"host":"db-1"}',
};

function described(description: string | null, change: object = {}) {
  const route = { name: 'r', ...(description === null ? {} : { description }) };
  const file = { defaults: { project: 'OPS', issueType: 'Task', group: 'fault', language: 'en' }, routes: [route] };
  const plan = planFor(
    readAlert({ ...EVENT, ...change }, { eventId: 'event-1', receivedAt: 1_700_000_000_000 }),
    parseRules(JSON.stringify(file), 'r.yaml'),
  );
  if (plan.action !== 'open') throw new Error('it opens nothing');
  return { text: writeWiki(plan.draft.description).replaceAll('\\', ''), warnings: plan.warnings, plan };
}

describe("a description of the rules' own", () => {
  const standard = described(null).text;
  const footer = standard.slice(standard.lastIndexOf('_Created'));

  it('stands before and behind the standard text', () => {
    const { text, warnings } = described('**Impact** of {{ tags.host }}\n\n{{ default }}\n\nAsk *dba*.');

    expect(text.startsWith('*Impact* of db-1')).toBe(true);
    expect(text).toContain(standard.slice(0, standard.lastIndexOf('_Created')).trim());
    expect(text.slice(text.lastIndexOf('db-1'))).toMatch(/Ask [^a-z]*dba/);
    expect(text.endsWith(footer)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('stands alone without {{ default }}, above the line that says where the issue comes from', () => {
    const { text } = described('Only this.');

    expect(text).toContain('Only this.');
    expect(text).not.toContain('usage');
    expect(text.endsWith(footer)).toBe(true);
  });

  it('may have {{ default }} in a branch', () => {
    const source = '{% if tags.host == "db-1" %}{{ default }}{% else %}other{% endif %}';

    expect(described(source).text).toBe(standard);
    expect(described(source, { df_dimension_tags: '{"host":"x"}' }).text).toMatch(/^other/);
  });

  it.each([
    ['gives nothing', '{{ tags.absent }}', 0],
    ['fails', '{{ "now" | date: "%Y" }}', 1],
  ])('gives way to the standard text where it %s', (_says, source, warnings) => {
    const own = described(source);

    expect(own.text).toBe(standard);
    expect(own.warnings).toHaveLength(warnings);
  });

  it('is no place where an alert can put the standard text', () => {
    const { text } = described('{{ df_title }}', { df_title: 'a\uE000b' });

    expect(text).not.toContain('usage');
  });
});
