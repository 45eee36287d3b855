import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertEvent, EventUnreadable, readAlert } from '../../index.ts';
import { alertEventSchema } from '../alert-event-schema.ts';

const sample: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../../../../samples/guance/01-monitor-critical.json', import.meta.url), 'utf8'),
);
const delivery = { eventId: 'event-1', receivedAt: 1_693_034_941_000 };
const read = (raw: unknown): AlertEvent => readAlert(raw, delivery);

/** The mere presence of one of them, however broken, makes it an alert. */
const TELLS_AN_ALERT = ['df_status', 'df_event_id'];

describe('readAlert', () => {
  it('reads the sample of the Guance documentation', () => {
    const event = read(sample);
    expect(alertEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      eventId: 'event-1',
      status: 'critical',
      level: 'critical',
      recovered: false,
      title: '实例名称为 share 磁盘使用率过高',
      tags: { host: 'share' },
      labels: [],
      monitor: { id: 'rul_c439124e218f4c0c9cb114b5d04eeab4', renderedName: '实例名称为 share 磁盘使用率过高' },
      value: '100',
      language: 'zh',
      workspace: { id: 'wksp_968577392a1c4714a464cd2f6ee42a9c', name: 'observer' },
      site: '中国区1（杭州）',
      source: 'monitor',
      eventTime: 1_693_034_940_000,
      checkRange: { start: 1_693_034_820_000, end: 1_693_034_880_000 },
      faultStart: 1_693_031_100_000,
      durationS: 3_840,
    });
  });

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    ['{"df_status":"x-secret"}', 'string'],
    [[{}], 'list'],
    [7, 'number'],
  ])('refuses %j without telling what it held', (raw, kind) => {
    expect(() => read(raw)).toThrow(EventUnreadable);
    expect(() => read(raw)).toThrow(
      expect.objectContaining({ code: 'event_unreadable', message: expect.stringContaining(kind) }),
    );
    expect(() => read(raw)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
  });

  it.each<[string, Record<string, unknown>, Partial<AlertEvent>]>([
    ['milliseconds', { timestamp: 1_693_034_940_123 }, { eventTime: 1_693_034_940_123 }],
    ['a time as text', { timestamp: '1693034940' }, { eventTime: 1_693_034_940_000 }],
    ['date when there is no timestamp', { timestamp: null, date: 1 }, { eventTime: 1_000 }],
    ['no time that no calendar has', { timestamp: 1e300, date: -1 }, { eventTime: null }],
    ['tags as an object', { df_dimension_tags: { a: 1, b: 'x', c: null, d: {} } }, { tags: { a: '1', b: 'x' } }],
    ['no tags from broken JSON', { df_dimension_tags: '{"a":' }, { tags: {} }],
    ['labels as a list', { df_label: ['a', 1] }, { labels: ['a', '1'] }],
    ['labels as JSON', { df_label: '["a"]' }, { labels: ['a'] }],
    ['labels as JSON in JSON', { df_label: '"[\\"a\\"]"' }, { labels: ['a'] }],
    ['labels as Python prints them', { df_label: "['a', 'b']" }, { labels: ['a', 'b'] }],
    ['a label in quotes', { df_label: '"a"' }, { labels: ['"a"'] }],
    ['a single label', { df_label: 'a' }, { labels: ['a'] }],
    ['the value with its unit first', { df_monitor_checker_value_with_unit: '1 GB', Result: 1 }, { value: '1 GB' }],
    ['the number Result', { Result: 0 }, { value: '0' }],
    [
      'a number as sub status',
      { df_sub_status: 4, df_status: 'Error' },
      { subStatus: '4', status: 'error', level: 'error' },
    ],
    ['security levels', { df_status: 'critical', df_source: 'security' }, { level: 'security_critical' }],
    ['security words', { df_status: 'high' }, { level: 'security_high' }],
    [
      'a recovery as level ok',
      { df_status: 'critical', df_sub_status: 'nodata_as_ok' },
      { level: 'ok', status: 'critical' },
    ],
    ['a level nobody documented', { df_status: 'p0' }, { status: 'p0', level: null }],
    ['a link that no field holds', { df_event_link: `http://a.b/${'['.repeat(40_000)}` }, { link: null }],
    ['a link that is none', { df_event_link: 'javascript:alert(1)' }, { link: null }],
    [
      'fault times before issue times',
      { df_fault_start_time: 2, df_issue_start_time: 1, df_fault_duration: 5 },
      { faultStart: 2_000, durationS: 5 },
    ],
    ['a message that is a list', { df_message: ['第一行', '第二行'] }, { message: '第一行\n第二行' }],
    ['a message that is an object', { df_message: { a: 1 } }, { message: '\n```json\n{\n  "a": 1\n}\n```\n' }],
    ['a reason that is a list', { df_event_reason: ['a', 'b'] }, { reason: 'a\nb' }],
    ['a value that is an object', { Result: { a: 1 } }, { value: '{"a":1}' }],
    [
      'tags named in the title',
      { df_title: '{{ a }} {{ b }}', df_dimension_tags: { a: 'x' }, b: 'y' },
      { title: 'x {{ b }}' },
    ],
    ['a title that nobody can see as none', { df_title: '\u200B' }, { title: null }],
    [
      'several thresholds',
      { df_check_condition: '{"conditions":[{"operator":">=","operands":[90]},{"operator":"<","operands":["5"]}]}' },
      { condition: '>= 90; < 5' },
    ],
    ['the threshold', { df_check_condition: { operator: '>=', operands: ['90'] } }, { condition: '>= 90' }],
    [
      'who ended the fault',
      { df_status: 'ok', df_sub_status: 'manual_ok', df_user_name: '张三' },
      { recoveredBy: '张三' },
    ],
    [
      'nobody as who ended a fault that goes on',
      { df_status: 'critical', df_user_name: '张三' },
      { recoveredBy: null },
    ],
    ['a duration from the two times', { df_issue_start_time: 10, timestamp: 70 }, { durationS: 60 }],
  ])('takes %s', (_, raw, expected) => {
    expect(read(raw)).toMatchObject(expected);
  });

  it.each([
    [{ df_status: 'ok' }, true],
    [{ df_status: 'nodata_ok' }, true],
    [{ df_status: 'ok', df_sub_status: 'manual_ok' }, true],
    [{ df_status: 'critical', df_sub_status: 'nodata_as_ok' }, true],
    [{ df_status: 'info' }, false],
    [{ df_status: 'nodata' }, false],
    [{}, false],
  ])('knows whether %j is a recovery', (raw, recovered) => {
    expect(read(raw).recovered).toBe(recovered);
  });

  it('fills the monitor’s name from tags, then from fields, and leaves what it does not know', () => {
    const event = read({
      df_monitor_checker_name: "{{host}} {{ df_event['pod-name'] }} {{ region }} {{ x | f }} {{__proto__}}",
      df_dimension_tags: { host: '{{region}}', 'pod-name': 'p' },
      region: 'cn',
    });
    expect(event.monitor.renderedName).toBe('{{region}} p cn {{ x | f }} {{__proto__}}');
  });

  it('takes any wrong type in any field as if the field were absent', () => {
    const empty = read({});
    for (const key of Object.keys(sample)) {
      for (const wrong of [null, {}, [], [[]], Number.NaN, '', true])
        expect(() => read({ ...sample, [key]: wrong })).not.toThrow();
      expect(read({ [key]: { nested: {} } })).toEqual({
        ...empty,
        notice: !TELLS_AN_ALERT.includes(key),
        raw: { [key]: { nested: {} } },
      });
    }
  });

  it('reads any JSON object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(sample), '__proto__', 'constructor'), fc.jsonValue()),
        (raw) => {
          alertEventSchema.parse(read(raw));
        },
      ),
    );
  });
});

describe('notice', () => {
  it.each([
    [{}, true],
    [{ df_title: '测试 Webhook 对接' }, true],
    [{ issue: 'x', status: 'critical' }, true],
    [{ df_status: 'critical' }, false],
    [{ df_event_id: 'event-1' }, false],
  ])('says of %j: %j', (raw, expected) => {
    expect(read(raw).notice).toBe(expected);
  });
});
