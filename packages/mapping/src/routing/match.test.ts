import { describe, expect, it } from 'vitest';
import { readAlert } from '../source/read-alert.ts';
import { compileMatch, compileMatches, mismatchesOf } from './match.ts';
import { covers, type MatchForm, NotUnderstood, readMatchForm } from './match-form.ts';

describe('compileMatch', () => {
  it.each<[MatchForm, string[], boolean]>([
    ['db', ['db'], true],
    ['db', ['db-1'], false],
    ['db', ['DB'], false],
    ['db-*', ['db-1'], true],
    ['db-*', ['db-'], true],
    ['db-*', ['a-db-1'], false],
    ['db-*', ['DB-1'], false],
    ['db-?', ['db-12'], false],
    ['?', ['🔥'], true],
    ['a*b', ['a\nb'], true],
    ['a.c*', ['abc'], false],
    ['[P1] *', ['[P1] disk'], true],
    ['a+(b)*', ['a+(b) c'], true],
    ['*', ['x'], true],
    ['*', [], false],
    ['!*', [], true],
    ['!*', ['x'], false],
    ['磁盘*', ['磁盘使用率'], true],
    ['/RDS|MySQL/', ['my MySQL 8'], true],
    ['/mysql/', ['MySQL'], false],
    ['/mysql/i', ['MySQL'], true],
    ['/^a$/', ['a\nb'], false],
    ['/(?m)^b$/', ['a\nb'], true],
    ['/a.b/', ['a\nb'], false],
    ['/(?s)a.b/', ['a\nb'], true],
    ['/a/b/', ['xa/bx'], true],
    ['/var/log', ['/var/log'], true],
    [['a', 'b*'], ['bc'], true],
    [['a', '!ab'], ['ab'], false],
    [['*', '!ab'], ['ab'], false],
    [['*', '!ab'], ['ac'], true],
    [['!a', '!b'], ['b'], false],
    [['!a', '!b'], ['c'], true],
    ['!prod-*', ['prod-1'], false],
    ['!prod-*', ['test-1'], true],
    ['!prod-*', ['test-1', 'prod-1'], false],
    ['!prod-*', [], true],
    ['!/prod/i', ['PROD'], false],
    ['prod-*', [], false],
    [{ not: ['a', 'b'] }, ['b'], false],
    [{ not: ['a', 'b'] }, ['c'], true],
    [{ not: 'web-*' }, ['web-1'], false],
    [{ not: { exact: 'web*' } }, ['web*'], false],
    [{ not: { exact: ['web*', 'x'] } }, ['web-1'], true],
    [{ exact: '!db-*' }, ['!db-*'], true],
    [{ exact: 'db-*' }, ['db-1'], false],
    [{ exact: '/data/' }, ['/data/'], true],
    [{ exact: ['a', 5] }, ['5'], true],
    [100, ['100'], true],
    [true, ['true'], true],
    ['a', ['x', 'a'], true],
    ['!', ['!'], true],
    ['!!a', ['!a'], false],
  ])('%j against %j: %j', (form, values, expected) => {
    expect(compileMatch(form)(values)).toBe(expected);
  });

  it.each<[MatchForm, RegExp, RegExp]>([
    ['', /empty text/, /"!\*"/],
    [['a', ' '], /empty text/, /"!\*"/],
    ['/(?=a)/', /no regular expression of RE2/, /no look-around.*exact/],
    ['/(a)\\1/', /no regular expression of RE2/, /no back references/],
    ['/(/', /missing closing/, /exact/],
    ['/a/g', /no flags but i, not g/, /exact: "\/a\/g"/],
    ['/a/im', /not im/, /\(\?m\)/],
    ['/RDS|MySQL', /must end with/, /write "\/RDS\|MySQL\/"/],
    ['!/a|b', /must end with/, /write "\/a\|b\/"/],
    [{ not: '!a' }, /no twice/, /not: a,/],
    ['/((a{100}){100}){2}/', /invalid repeat count/, /./],
    [`/${'[ab]{1000}'.repeat(6)}/`, /too large/, /smaller repetitions/],
    ['?'.repeat(6000), /too large/, /several patterns/],
    [`/${'('.repeat(5000)}${')'.repeat(5000)}/`, /nests too deeply/, /./],
  ])('refuses %j and says what to write', (form, message, hint) => {
    const refused = refusalOf(() => compileMatch(form));
    expect(refused.message).toMatch(message);
    expect(refused.hint).toMatch(hint);
  });

  it('answers at once where a backtracking engine would not', () => {
    expect(compileMatch('/^(a+)+$/')([`${'a'.repeat(50_000)}!`])).toBe(false);
    expect(compileMatch('*a*a*a*a*a*a*a*a*b')(['a'.repeat(1_000_000)])).toBe(false);
  });

  it('sees a text of 1 MiB whole, but with a huge pattern only its beginning', () => {
    const long = `${'x'.repeat(1_048_575)}b`;
    expect(compileMatch('/b$/')([long])).toBe(true);
    expect(compileMatch('*b')([long])).toBe(true);
    expect(compileMatch(`/[xy]{1000}[xy]{1000}[xy]{1000}[b-d]/`)([long])).toBe(false);
    expect(compileMatch(`/[xy]{1000}[xy]{1000}[xy]{1000}[b-d]/`)([long.slice(-4000)])).toBe(true);
  });
});

describe('covers', () => {
  it.each<[MatchForm, MatchForm, boolean]>([
    ['a', 'a', true],
    ['a', 'b', false],
    [['a', 'b'], 'b', true],
    ['b', ['a', 'b'], false],
    [['b', 'a'], ['a', 'b'], true],
    ['a', { exact: 'a' }, true],
    ['a*', { exact: 'a*' }, false],
    ['/a/', '/a/i', false],
    ['!a', ['!a', '!b'], true],
    [['!a', '!b'], '!a', false],
    ['!a', { not: 'a' }, true],
    ['!a', ['b', '!a'], true],
    ['a', '!b', false],
    ['!a', 'b', false],
    [1, '1', true],
  ])('%j covers %j: %j', (earlier, later, expected) => {
    expect(covers(readMatchForm(earlier), readMatchForm(later))).toBe(expected);
  });
});

describe('compileMatches', () => {
  const event = readAlert(
    {
      df_status: 'critical',
      df_label: '["dba","cn"]',
      df_dimension_tags: '{"host":"db-1","a.b":"c"}',
      host: 'db-1',
      Result: 100,
      version: '1.0',
      account: '12345678901234567890',
      none: 'null',
      empty: '',
      nothing: '[]',
      title: '[P1] disk',
      nested: { a: 1 },
      df_channels: ['c1', 'c2'],
    },
    { eventId: 'e', receivedAt: 0 },
  );

  it.each<[Record<string, MatchForm>, boolean]>([
    [{}, true],
    [{ df_status: ['critical', 'error'], 'tags.host': 'db-*' }, true],
    [{ df_status: 'critical', 'tags.host': 'web-*' }, false],
    [{ level: 'critical', status: 'critical' }, true],
    [{ df_label: 'cn' }, true],
    [{ df_label: '!cn' }, false],
    [{ df_label: ['dba', '!cn'] }, false],
    [{ host: 'db-*', 'tags.a.b': 'c' }, true],
    [{ Result: 100 }, true],
    [{ version: '1.0' }, true],
    [{ version: 1 }, false],
    [{ account: '12345678901234567890' }, true],
    [{ none: 'null' }, true],
    [{ empty: '!*', absent: '!*', nothing: '!*' }, true],
    [{ title: '[P1]*' }, true],
    [{ nested: '*' }, false],
    [{ df_channels: 'c2' }, true],
    [{ 'tags.constructor': '*' }, false],
    [{ 'tags.__proto__': '*' }, false],
    [{ toString: '*' }, false],
    [{ absent: 'x' }, false],
    [{ absent: '!x' }, true],
  ])('%j: %j', (match, expected) => {
    expect(compileMatches(match)(event)).toBe(expected);
  });

  it.each<[Record<string, MatchForm>, string[]]>([
    [{ df_status: ['critical', 'error'], 'tags.host': 'db-*' }, []],
    [{ df_status: 'error', 'tags.host': 'db-*', level: '!critical' }, ['df_status: critical', 'level: critical']],
    [{ 'tags.zone': 'a', df_label: 'x' }, ['tags.zone: ', 'df_label: dba,cn']],
  ])('why %j does not fit: %j', (match, expected) => {
    expect(mismatchesOf(event, match).map(({ field, values }) => `${field}: ${values}`)).toEqual(expected);
    expect(compileMatches(match)(event)).toBe(expected.length === 0);
  });
});

function refusalOf(attempt: () => unknown): NotUnderstood {
  try {
    attempt();
  } catch (error) {
    if (error instanceof NotUnderstood) return error;
    throw error;
  }
  throw new Error('this form was taken');
}
