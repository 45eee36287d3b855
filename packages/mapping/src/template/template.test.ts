import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAlert } from '../source/read-alert.ts';
import { compileTemplate } from './template.ts';

const event = readAlert(
  {
    df_title: 'T',
    df_status: 'critical',
    timestamp: 1_693_034_940,
    nested: { a: 1 },
    df_dimension_tags: '{"host":"db","a-b":"c"}',
  },
  { eventId: 'e', receivedAt: 0 },
);
const render = (source: string) => compileTemplate(source, 'Asia/Shanghai').render(event);

describe('a template of one field', () => {
  it.each([
    ['a text'],
    ['{{ df_x }} <b>&amp;</b> \u0001'],
    [''],
    [' '],
    [7],
    [0],
    [-1.5e21],
    [true],
    [false],
    [null],
    [undefined],
    [['a', 'b', ['c', null, 3]]],
    ['["a","b"]'],
    [[]],
    [{ a: 1, b: { c: [1] } }],
    [{}],
    ['x'.repeat(50_000)],
    [Array.from({ length: 3_000 }, (_, index) => `item ${index}`)],
  ])('puts out %j as Liquid does', (value) => {
    const alert = readAlert({ df_title: 'T', df_x: value }, { eventId: 'e', receivedAt: 0 });
    const own = compileTemplate('{{ df_x }}', 'UTC');
    const byLiquid = compileTemplate('{% if true %}{{ df_x }}{% endif %}', 'UTC');

    expect(own.render(alert)).toEqual(byLiquid.render(alert));
    expect(own.render(alert, (text) => text.toUpperCase())).toEqual(
      byLiquid.render(alert, (text) => text.toUpperCase()),
    );
    expect(own.renderEach(alert)).toEqual(byLiquid.renderEach(alert));
  });
});

describe('compileTemplate', () => {
  it.each([
    ['plain {', 'plain {'],
    ['{{ df_title }} on {{ tags.host }}{{ tags["a-b"] }}', 'T on dbc'],
    ['{{ level }} {{ status }} {{ nothing }}', 'critical critical '],
    ['{{ timestamp | date: "%H:%M" }}', '15:29'],
    ['{{ nested.constructor }}{{ tags.constructor }}{{ df_title.constructor }}{{ __proto__ }}', ''],
    ['{% if level == "critical" %}!{% endif %}{{ df_title | upcase }}', '!T'],
  ])('renders %j', (source, text) => {
    expect(render(source)).toEqual({ text, problem: null });
  });

  it.each([
    '{{ a',
    '{{ a | nosuch }}',
    '{% if %}',
    "{% include 'x' %}",
    "{% render 'x' %}",
    "{% layout 'x' %}",
    '{{ df_title | sample }}',
    `{{ x }}${'a'.repeat(20_000)}`,
  ])('refuses %j', (source) => {
    expect(() => compileTemplate(source, 'UTC')).toThrow();
  });

  it.each([
    '{% for i in (1..1000000000) %}a{% endfor %}',
    '{% for i in (1..1000) %}{% for j in (1..1000) %}a{% endfor %}{% endfor %}',
    '{% assign x = "aaaaaaaaaa" %}{% for i in (1..100) %}{% assign x = x | append: x %}{% endfor %}{{ x }}',
    '{{ "now" | date: "%s" }}',
    // Nothing of it is seen, and yet it is looked at five thousand times.
    '{% capture x %}{% for i in (1..999) %}\n{% endfor %}{% endcapture %}{% assign x = x | split: "" %}{% for i in (1..5000) %}{{ x }}{% endfor %}',
  ])('tells that %j failed and gives no text', (source) => {
    expect(render(source)).toEqual({ text: '', problem: expect.stringContaining('failed') });
  });

  it('gives no more than 32 000 units', () => {
    expect(render('{% for i in (1..9000) %}aaaaaaaaaa{% endfor %}').text).toHaveLength(32_000);
  });
});

describe('a process that stands still while it renders', () => {
  afterEach(() => vi.restoreAllMocks());

  const standStill = (times: number) => {
    let left = times;
    let ms = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      // The first question of each rendering sets its end, the next one meets it.
      ms += left > 0 ? 5000 : 1;
      left -= 0.5;
      return ms;
    });
  };
  const alert = readAlert({ df_title: 'disk', df_label: '["db","net"]' }, { eventId: 'event-1', receivedAt: 0 });

  it.each([
    ['once gets its text all the same', 1, 'disk!', ['team:db', 'team:net']],
    ['each time is told', 2, '', []],
  ])('%s', (_what, times, text, texts) => {
    standStill(times);
    expect(compileTemplate('{{ df_title }}!', 'UTC').render(alert)).toMatchObject({
      text,
      problem: text === '' ? expect.stringContaining('limit exceeded') : null,
    });
    standStill(times);
    expect(compileTemplate('team:{{ df_label }}', 'UTC').renderEach(alert)).toMatchObject({ texts });
  });
});
