import { describe, expect, it } from 'vitest';
import { readEvent } from '../event.ts';
import { compileTemplate } from '../template.ts';
import { assigneeOf } from './assignee.ts';
import { compileField, fieldsOf } from './custom.ts';
import { labelsOf } from './labels.ts';
import { priorityOf } from './priority.ts';
import { summaryOf } from './summary.ts';

const event = (raw: object) => readEvent(raw, { eventId: 'event-1', receivedAt: 0 });
const template = (source: string) => compileTemplate(source, 'UTC');
const failing = template('{{ "now" | date }}');

describe('summaryOf', () => {
  const summary = (raw: object, source = '{{ df_title }}', warnings: string[] = []) =>
    summaryOf(event(raw), template(source), warnings);

  it.each([
    [{ df_title: ' a\n\tb\u0000  c ' }, 'a b c'],
    [{ df_title: '\n' }, 'event-1'],
    [{ df_monitor_checker_name: 'disk {{host}}', host: 'x' }, 'disk x'],
    [{}, 'event-1'],
  ])('of %j is %j', (raw, expected) => {
    expect(summary(raw)).toBe(expected);
  });

  it('has at most 254 UTF-16 units and ends between graphemes', () => {
    const cut = summary({ df_title: '👨‍👩‍👧'.repeat(100) });
    expect(cut).toMatch(/^(👨‍👩‍👧)+…$/u);
    expect(cut.length).toBeLessThanOrEqual(254);
    expect(summary({ df_title: 'x'.repeat(254) })).toHaveLength(254);
    expect(summary({ df_title: 'x'.repeat(255) })).toBe(`${'x'.repeat(253)}…`);
  });

  it('falls back to the title and says so when its template fails', () => {
    const warnings: string[] = [];
    expect(summaryOf(event({ df_title: 'T' }), failing, warnings)).toBe('T');
    expect(warnings).toEqual([expect.stringMatching(/^summary: the template .* failed/)]);
  });
});

describe('labelsOf', () => {
  it('lets nothing pass that looks like a label of ours', () => {
    const hashed = `gj-${'0a'.repeat(16)}`;
    const planted = [hashed, ` ${hashed.toUpperCase()}\n`, `g\u0000j-${'0a'.repeat(16)}`, 'Guance-Jira', 'guance-jira'];
    for (const df_workspace_name of planted)
      expect(labelsOf(event({ df_workspace_name }), [compileTemplate('{{ df_workspace_name }}', 'UTC')], [])).toEqual(
        [],
      );
    const harmless = ['gj-team', `${hashed}0`, `x-${hashed}`];
    expect(
      labelsOf(
        event({}),
        harmless.map((text) => compileTemplate(text, 'UTC')),
        [],
      ),
    ).toEqual(harmless);
  });

  it('have no spaces, no doubles, none empty and none too long', () => {
    const labels = ['a b\tc', 'guance', ' guance ', '{{ df_workspace_name }}', '{{ nothing }}', 'x'.repeat(300)].map(
      template,
    );
    const written = labelsOf(event({ df_workspace_name: '我的 空间' }), [...labels, failing], []);
    expect(written.slice(0, -1)).toEqual(['a-b-c', 'guance', '我的-空间']);
    expect(written.at(-1)).toHaveLength(255);
  });
});

describe('priorityOf', () => {
  it.each([
    [{ df_status: 'critical' }, { critical: 'Highest' }, 'Highest'],
    [{ df_status: 'critical', df_source: 'security' }, { security_critical: 'A', critical: 'B' }, 'A'],
    [{ df_status: 'critical', df_source: 'security' }, { critical: 'B' }, 'B'],
    [{ df_status: 'constructor' }, { critical: 'B' }, null],
    [{}, { critical: 'B' }, null],
    [{}, 'High', 'High'],
    [{}, null, null],
  ])('of %j by %j is %j', (raw, rule, expected) => {
    expect(priorityOf(event(raw), rule)).toBe(expected);
  });
});

describe('assigneeOf', () => {
  const people = { 'dba-duty': 'pacher' };

  it.each([
    ['dba-duty', { kind: 'person', id: 'pacher' }],
    ['someone', { kind: 'person', id: 'someone' }],
    ['constructor', { kind: 'person', id: 'constructor' }],
    ['unassigned', { kind: 'unassigned' }],
    ['project-default', { kind: 'project-default' }],
    ['{{ tags.owner }}', { kind: 'person', id: 'pacher' }],
    ['{{ tags.nobody }}', { kind: 'project-default' }],
  ])('%s is %j', (source, expected) => {
    expect(assigneeOf(event({ df_dimension_tags: { owner: 'dba-duty' } }), template(source), people, [])).toEqual(
      expected,
    );
  });

  it('is the project’s where the rules say nothing', () => {
    expect(assigneeOf(event({}), null, people, [])).toEqual({ kind: 'project-default' });
  });
});

describe('fieldsOf', () => {
  it('renders texts at any depth and keeps everything else', () => {
    const fields = {
      a: '{{ v }}',
      b: 5,
      c: { value: '{{ v }}' },
      d: [{ name: 'x' }, '{{ none }}'],
      e: '{{ none }}',
      f: { g: '{{ none }}' },
      h: [],
      i: null,
    };
    const compiled = Object.entries(fields).map(([name, value]) => [name, compileField(value, 'UTC')] as const);
    const warnings: string[] = [];
    const rendered = fieldsOf(
      event({ v: '100' }),
      [...compiled, ['j', compileField('{{ "now" | date }}', 'UTC')]],
      warnings,
    );
    expect(rendered).toEqual({ a: '100', b: 5, c: { value: '100' }, d: [{ name: 'x' }], h: [], i: null });
    expect(warnings).toEqual([expect.stringMatching(/^fields\.j: /)]);
  });
});
