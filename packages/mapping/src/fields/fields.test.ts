import { describe, expect, it } from 'vitest';
import { readAlert } from '../source/read-alert.ts';
import { compileTemplate } from '../template/template.ts';
import { assigneeOf } from './assignee.ts';
import { compileField, fieldsOf, listsOf, wikiFieldsOf } from './custom.ts';
import { labelsOf } from './labels.ts';
import { priorityOf } from './priority.ts';
import { summaryOf } from './summary.ts';

const event = (raw: object) => readAlert(raw, { eventId: 'event-1', receivedAt: 0 });
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
    // Nothing that a person could read.
    ...[
      '<no value>',
      ' <no value> - [no value]',
      '\u200B',
      '\u200B\uFEFF\u2060',
      '\u3164',
      '\u2800',
      '——',
      'null',
      'None',
      '%!s(<nil>)',
    ].map((df_title): [object, string] => [{ df_title, df_monitor_checker_name: '磁盘' }, '磁盘']),
    [{ df_title: '\u200B', df_monitor_checker_name: '<no value>' }, 'event-1'],
    [{ df_title: '🔥' }, '🔥'],
    [{ df_title: '<no value> 磁盘已满' }, '<no value> 磁盘已满'],
    [{ df_title: ['第一行', '第二行'] }, '第一行 第二行'],
    [{ df_title: { text: '磁盘已满' } }, '{"text":"磁盘已满"}'],
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

describe('summaryOf with variables and objects', () => {
  const summary = (raw: object, source = '{{ df_title }}') => summaryOf(event(raw), template(source), []);
  const host = (value: string) => ({ df_dimension_tags: { host: value } });

  it('fills in tags, and nothing else of the event', () => {
    const raw = { df_title: "{{ host }} {{ df_event['a-b'] | upper }} {{ used | to_fixed(1) }} {{ df_user_email }}" };
    const tags = { df_dimension_tags: { host: 'web-01', 'a-b': 'ecs-7', used: '97.31' }, df_user_email: 'a@b.example' };

    expect(summary({ ...raw, ...tags })).toBe('web-01 ecs-7 97.3 {{ df_user_email }} · used = 97.31');
    expect(summary({ ...raw, ...tags }, '[x] {{ df_title }}')).toBe('[x] web-01 ecs-7 97.3 {{ df_user_email }}');
  });

  it.each([
    [{ df_title: 'MySQL 连接数偏高', ...host('10.1.2.3:3306') }, 'MySQL 连接数偏高 · host = 10.1.2.3:3306'],
    [{ df_title: 'WEB-01的磁盘', ...host('web-01') }, 'WEB-01的磁盘'],
    [{ df_title: 'web-012 disk', ...host('web-01') }, 'web-012 disk · host = web-01'],
    [{ df_title: 'CPU 10%', ...host('1') }, 'CPU 10% · host = 1'],
    [{ df_title: 'x 1', ...host('1') }, 'x 1'],
    [{ df_title: 'disk', df_dimension_tags: 'host:web-01' }, 'disk · host:web-01'],
    [{ df_title: 'host web-01 disk', df_dimension_tags: 'host:web-01' }, 'host web-01 disk'],
    [{ df_title: '<no value>', df_monitor_checker_name: '磁盘', ...host('web-01') }, '磁盘 · host = web-01'],
    [{ df_title: 'disk', df_dimension_tags: '{}' }, 'disk'],
    [
      { df_title: 'prod 连接数偏高', df_dimension_tags: { env: 'prod', host: 'web-01' } },
      'prod 连接数偏高 · host = web-01',
    ],
    [{ df_title: 'web-01 in prod', df_dimension_tags: { env: 'prod', host: 'web-01' } }, 'web-01 in prod'],
  ])('of %j names the object: %j', (raw, expected) => {
    expect(summary(raw)).toBe(expected);
  });

  it('leaves a summary that the rules have composed as they have it', () => {
    expect(summary({ df_title: 'disk', ...host('web-01') }, '[a] {{ df_title }}')).toBe('[a] disk');
  });

  it('keeps the object where the title is long', () => {
    const long = summary({ df_title: '磁盘'.repeat(200), ...host('web-01') });

    expect(long).toMatch(/^(磁盘)+磁?… · host = web-01$/);
    expect(long.length).toBeLessThanOrEqual(254);
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`tag${index}`, `v${index}`]));
    expect(summary({ df_title: 'T', df_dimension_tags: many })).toMatch(/^T · tag0 = v0, .*…$/);
  });

  it.each([
    ['{{ df_label }}', { df_label: '["prod","支付系统"]' }, 'prod, 支付系统'],
    ['{{ tags }}', host('web-01'), 'host = web-01'],
    ['{{ nested }}', { nested: { a: 1, b: [1, { c: 'x' }], d: {} } }, 'a = 1, b = [1, {c = x}], d = {}'],
  ])('shows what is no text in %s', (source, raw, expected) => {
    expect(summary(raw, source)).toBe(expected);
  });
});

describe('labelsOf with lists', () => {
  const labels = (raw: object, ...sources: string[]) => labelsOf(event(raw), sources.map(template), []);
  const label = '["prod","支付系统"]';

  it.each([
    [{ df_label: label }, '{{ df_label }}', ['prod', '支付系统']],
    [{ df_label: ['prod', '支付系统'] }, '{{ df_label }}', ['prod', '支付系统']],
    [{ df_label: label }, 'team:{{ df_label }}', ['team:prod', 'team:支付系统']],
    [
      { df_label: label },
      '{{ df_label }}/{{ df_label }}',
      ['prod/prod', 'prod/支付系统', '支付系统/prod', '支付系统/支付系统'],
    ],
    [{ df_label: label }, '{{ df_label | join: "+" }}', ['prod+支付系统']],
    [{ df_label: label }, '{% for item in df_label %}{{ item }}-{% endfor %}x', ['prod-支付系统-x']],
    [{ df_label: '["prod"]' }, '{{ df_label }}', ['prod']],
    [{ df_label: 'prod' }, '{{ df_label }}', ['prod']],
    [{ df_label: '[]' }, '{{ df_label }}', []],
    [{ df_label: [] }, 'team:{{ df_label }}', []],
    [{ df_dimension_tags: { host: ['a', 'b'] } }, 'host:{{ tags.host }}', ['host:a', 'host:b']],
    [{}, 'host:{{ tags.host }}', []],
    [{ x: '<no value>', y: '\u200B' }, 'host:{{ x }}{{ y }}', []],
    [{ env: 'prod' }, '{{ env }}:{{ host }}', ['prod']],
    [{}, 'guance{{ suffix }}', ['guance']],
    [{}, '{{ team | default: "none" }}', ['none']],
  ])('of %j by %s are %j', (raw, source, expected) => {
    expect(labels(raw, source)).toEqual(expected);
  });

  it('are bounded, however many lists are put together', () => {
    const df_label = Array.from({ length: 1000 }, (_, index) => `label-${index}`);

    expect(labels({ df_label }, '{{ df_label }}{{ df_label }}{{ df_label }}').length).toBeLessThanOrEqual(200);
    expect(labels({ df_label }, '{% for i in (1..5000) %}{{ df_label }}{% endfor %}')).toEqual([]);
  });
});

describe('labelsOf', () => {
  it('lets nothing pass that looks like a label of ours', () => {
    const hashed = `gj-${'0a'.repeat(16)}`;
    const unlike = [`g\u0000j-${'0a'.repeat(16)}`, `${hashed}\u200B`, `ｇｊ-${'0a'.repeat(16)}`];
    const planted = [hashed, ` ${hashed.toUpperCase()}\n`, ...unlike, 'Guance-Jira', 'guance-jira'];
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

describe('listsOf', () => {
  const lists = (fields: object, raw: object) =>
    listsOf(
      event(raw),
      Object.entries(fields).map(([name, value]) => [name, compileField(value, 'UTC')] as const),
    );
  const raw = { df_label: '["pay","db team, north"]', areas: 'db, net', one: ['x'] };

  it('has the items of a list that a template shows as one text, with their own commas', () => {
    expect(lists({ a: '{{ df_label }}', b: 'team {{ df_label }}' }, raw)).toEqual({
      a: ['pay', 'db team, north'],
      b: ['team pay', 'team db team, north'],
    });
  });

  it('has nothing of what is no list, or no text', () => {
    expect(lists({ a: '{{ areas }}', b: 'x, y', c: '{{ one }}', d: ['{{ df_label }}'], e: 5 }, raw)).toEqual({});
  });
});

describe('what an alert brings into wiki markup', () => {
  const written = (template: string, tags: Record<string, string>) => {
    const event = readAlert({ df_dimension_tags: tags }, { eventId: 'e', receivedAt: 1 });
    const fields = [['F', compileField(template, 'UTC')]] as const;
    return wikiFieldsOf(event, fields).F ?? fieldsOf(event, fields, []).F;
  };

  it.each([
    ['[{{ tags.a }}] full', { a: '~admin' }, '\\[~admin] full'],
    ['[{{ tags.a }}] full', { a: 'db|https://evil.example' }, '\\[db|https://evil.example] full'],
    ['{{ tags.a }}{{ tags.b }}', { a: '[', b: '~admin]' }, '\\[~admin]'],
    ['{{ tags.a }}{{ tags.b }}', { a: '{', b: 'color:red}x' }, '\\{color:red}x'],
    ['{{ tags.a }}', { a: '[\u0000~admin] {\u0007html}' }, '\\[~admin] \\{html}'],
    ['{{ tags.a }}{{ tags.b }}', { a: '\\', b: '[~admin]' }, '\\[~admin]'],
    ['{% capture x %}{{ tags.a }}{% endcapture %}[{{ x | slice: 0, 6 }}]', { a: '~admin' }, '\\[~admin]'],
    ['{{ tags.a }}', { a: '\uE001[~admin]\uE002' }, '\uE001\\[~admin]\uE002'],
  ])('does not act, whatever stands around it: %j of %j', (template, tags, text) => {
    expect(written(template, tags)).toBe(text);
  });

  it.each([
    ['[~{{ tags.a }}]', { a: 'pacher' }, '[~pacher]'],
    ['[{{ tags.a }}|https://wiki/{{ tags.b }}] [~{{ tags.b }}]', { a: 'run', b: 'x' }, '[run|https://wiki/x] [~x]'],
    ['{color:red}{{ tags.a }}{color}', { a: '[~admin]' }, '{color:red}\\[~admin]{color}'],
    ['!{{ tags.a }}!', { a: 'logo.png' }, '!logo.png!'],
    ['[{{ tags.a }}] full', { a: 'web-01' }, '[web-01] full'],
  ])('leaves the markup of the rules: %j of %j', (template, tags, text) => {
    expect(written(template, tags)).toBe(text);
  });
});

describe('wikiFieldsOf', () => {
  const wiki = (fields: object, raw: object) =>
    wikiFieldsOf(
      event(raw),
      Object.entries(fields).map(([name, value]) => [name, compileField(value, 'UTC')] as const),
    );

  it('escapes what the alert brings, and not what the rules say', () => {
    const raw = { x: '!http://a.b/x.png! [~admin]', y: 'web-01' };

    expect(wiki({ environment: '{color:red}*{{ x }}*{color} {{ y }}', other: '{{ y }}' }, raw)).toEqual({
      environment: '{color:red}*\\!http://a.b/x.png! \\[~admin]*{color} web-01',
    });
  });

  it('leaves choices and names alone', () => {
    expect(wiki({ a: { value: '{{ x }}' }, b: ['{{ x }}'], c: 5 }, { x: '[~admin]' })).toEqual({});
  });
});
