import { describe, expect, it } from 'vitest';
import { readAlert } from '../../index.ts';
import { dimensionTags } from './dimension-tags.ts';

const keyOf = (tags: unknown) =>
  readAlert({ df_monitor_checker_id: 'm', df_dimension_tags: tags }, { eventId: 'e', receivedAt: 0 }).objectKey;

describe('dimension tags', () => {
  it.each<[says: string, field: unknown, values: Record<string, string>, text: string | null]>([
    ['an object', { host: 'a' }, { host: 'a' }, null],
    ['an object in a string', '{"host":"a"}', { host: 'a' }, null],
    ['encoded twice', '"{\\"host\\":\\"a\\"}"', { host: 'a' }, null],
    ['a list for a value, as JSON', '{"host":["a","b"]}', { host: '["a","b"]' }, null],
    ['an object for a value, as JSON', { host: { name: 'a' } }, { host: '{"name":"a"}' }, null],
    ['digits that no number holds', '{"id":7409871234567890123}', { id: '7409871234567890123' }, null],
    ['decimals that no number holds', '{"id":0.12345678901234567891}', { id: '0.12345678901234567891' }, null],
    ['a number that is one', '{"id":1e3,"n":10000000000000000}', { id: '1000', n: '10000000000000000' }, null],
    ['a mere text', ' host:a ', {}, 'host:a'],
    ['a dict as Python prints it', "{'host': 'a'}", {}, "{'host': 'a'}"],
    ['a text in JSON', '"host:a"', {}, 'host:a'],
    ['a list in a string, as it was written', '["host:a", "zone:1"]', {}, '["host:a", "zone:1"]'],
    ['a list of objects', [{ key: 'host', value: 'a' }], {}, '[{"key":"host","value":"a"}]'],
    ['a list of long digits, as it was written', '[7409871234567890123]', {}, '[7409871234567890123]'],
    ['a number', 5, {}, '5'],
    ['nothing', undefined, {}, null],
    ['an empty text', ' ', {}, null],
    ['null in a string', 'null', {}, null],
    ['an empty list', '[]', {}, null],
    ['an object of nothing', '{"host":"","zone":null,"x":{},"y":[]}', {}, null],
  ])('are read from %s', (_says, field, values, text) => {
    expect(dimensionTags(field)).toMatchObject({ values, text });
  });

  it.each([
    ['texts', 'host:web-01', 'host:web-02'],
    ['lists', '["web-01"]', '["web-02"]'],
    ['lists as values', '{"host":["web-01"]}', '{"host":["web-02"]}'],
    ['a word and a list of it', '{"host":"web-01"}', '{"host":["web-01"]}'],
    ['long numbers', '{"id":7409871234567890123}', '{"id":7409871234567890124}'],
    ['long numbers in lists', '{"id":[7409871234567890123]}', '{"id":[7409871234567890124]}'],
    ['decimals', '{"id":0.12345678901234567891}', '{"id":0.12345678901234567892}'],
    ['numbers out of range', '{"id":1e400}', '{"id":2e400}'],
    ['long texts', `${'x'.repeat(5000)}1`, `${'x'.repeat(5000)}2`],
    ['deep lists', `${'['.repeat(5000)}1${']'.repeat(5000)}`, `${'['.repeat(5000)}2${']'.repeat(5000)}`],
    ['a text that looks like tags', 'a=b', '{"a":"b"}'],
    ['something and nothing', 'host:web-01', ''],
  ])('tell objects apart: %s', (_says, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
    expect(keyOf(one).length).toBeLessThan(1000);
  });

  it.each([
    ['the order of keys', '{"a":["x"],"b":{"c":1,"d":2}}', '{"b":{"d":2,"c":1},"a":["x"]}'],
    ['how often it is encoded', '{"a":["x"]}', JSON.stringify('{"a":["x"]}')],
    ['a string around it', '["a"]', ['a']],
    ['what says nothing', '{"a":"x","b":null}', '{"a":"x"}'],
    ['blanks around a text', ' host:a', 'host:a\n'],
  ])('are the same object whatever %s', (_says, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it('keep the key that plain tags have always had, so that old records are found', () => {
    expect(keyOf('{"b":"2","a":1}')).toBe('/monitor/m/a%3D1%26b%3D2');
  });

  it('of an SLO without a monitor stand behind its own id', () => {
    const key = (raw: object) => readAlert(raw, { eventId: 'e', receivedAt: 0 }).objectKey;
    expect(key({ df_workspace_uuid: 'w', df_slo_id: 's' })).toBe('w/slo/s/');
    expect(key({ df_slo_id: 's', df_dimension_tags: { a: 1 } })).toBe('/slo/s/a%3D1');
    expect(key({ df_slo_id: 's', df_monitor_checker_id: 'm' })).toBe('/monitor/m/');
  });
});
