import { describe, expect, it } from 'vitest';
import { ownEventId, withPlainIdentity } from './identity-fields.ts';
import { identityText } from './identity-text.ts';

const FIELDS = [
  ...['df_event_id', 'df_fault_id', 'df_monitor_checker_event_ref', 'df_monitor_checker_id'],
  ...['df_slo_id', 'df_workspace_uuid', 'workspace_uuid'],
];
const plain = (value: unknown) => withPlainIdentity(Object.fromEntries(FIELDS.map((name) => [name, value])));

describe('withPlainIdentity', () => {
  it.each([
    ['a word', 'wksp_a', 'wksp_a'],
    ['blanks around', '\u3000 wksp_a\t\n', 'wksp_a'],
    ['a number', 1001, '1001'],
    ['a fraction', 1.5, '1.5'],
    ['a list', ['b', 'a'], '["b","a"]'],
    ['an object in any order', { b: 1, a: { d: [], c: null } }, '{"a":{"c":null,"d":[]},"b":1}'],
    ['digits of 64 bits', '7409871234567890123', '7409871234567890123'],
  ])('makes a text of %s in every field', (_name, value, text) => {
    expect(plain(value)).toEqual(Object.fromEntries(FIELDS.map((name) => [name, text])));
    expect(plain(plain(value).df_fault_id)).toEqual(plain(value));
  });

  it.each([[null], [''], [' \u00a0'], [[]], [{}]])('makes null of %j in every field', (value) => {
    expect(plain(value)).toEqual(Object.fromEntries(FIELDS.map((name) => [name, null])));
  });

  it.each([
    ...['null', 'None', '<nil>', '<no value>', 'N/A', '-', 'undefined', 'NaN'],
    ...['{{ df_fault_id }}', '$'.concat('{ID}'), '{EVENT.ID}', '{% x %}'],
  ])('takes %j for no name of a fault, an object or a monitor: it would make one of all', (value) => {
    const event = plain(value);

    expect(FIELDS.filter((name) => event[name] === null)).toEqual(FIELDS.slice(1, 5));
    expect(ownEventId(event)).toBeNull();
  });

  it.each([[0], [false], [true], ['0']])('takes %j for no id of an event or a fault, and for a monitor', (value) => {
    const event = plain(value);

    expect(FIELDS.filter((name) => event[name] === null)).toEqual(['df_fault_id', 'df_monitor_checker_event_ref']);
    expect(ownEventId(event)).toBeNull();
    expect(event.df_event_id).toBe(String(value));
  });

  it('adds no field that is not there, and reads none of the prototype', () => {
    expect(withPlainIdentity({ df_title: 't' })).toStrictEqual({ df_title: 't' });
  });
});

describe('identityText', () => {
  it('keeps long texts and halves of an emoji short, safe and apart', () => {
    const texts = ['x'.repeat(201), 'x'.repeat(202), 'a\ud800', 'a\ud801'].map(identityText);

    expect(new Set(texts).size).toBe(4);
    expect(texts).toEqual(texts.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
  });

  it('has no answer for what is nested deeper than a stack', () => {
    expect(identityText(JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`))).toBeNull();
  });
});
