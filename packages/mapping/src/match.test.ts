import { describe, expect, it } from 'vitest';
import { readEvent } from './event.ts';
import { compileMatch, compileMatches, type MatchForm, misfitsOf } from './match.ts';

describe('compileMatch', () => {
  it.each<[MatchForm, string[], boolean]>([
    ['db', ['db'], true],
    ['db', ['db-1'], false],
    ['db-*', ['db-1'], true],
    ['db-*', ['a-db-1'], false],
    ['db-?', ['db-12'], false],
    ['a.c*', ['abc'], false],
    ['/RDS|MySQL/', ['my MySQL 8'], true],
    ['/mysql/', ['MySQL'], false],
    ['/mysql/i', ['MySQL'], true],
    [['a', 'b*'], ['bc'], true],
    [['a', '!ab'], ['ab'], false],
    [['*', '!ab'], ['ab'], false],
    [['*', '!ab'], ['ac'], true],
    ['!prod-*', ['prod-1'], false],
    ['!prod-*', ['test-1'], true],
    ['!prod-*', [], true],
    ['prod-*', [], false],
    [{ not: ['a', 'b'] }, ['b'], false],
    [{ not: ['a', 'b'] }, ['c'], true],
    [{ exact: '!db-*' }, ['!db-*'], true],
    [{ exact: 'db-*' }, ['db-1'], false],
    [100, ['100'], true],
    [true, ['true'], true],
    ['a', ['x', 'a'], true],
    ['!', ['!'], true],
  ])('%j against %j: %j', (form, values, expected) => {
    expect(compileMatch(form)(values)).toBe(expected);
  });

  it('answers at once where a backtracking engine would not', () => {
    expect(compileMatch('/^(a+)+$/')([`${'a'.repeat(50_000)}!`])).toBe(false);
  });

  it('refuses a regular expression that RE2 does not know', () => {
    expect(() => compileMatch('/(?=a)/')).toThrow();
    expect(() => compileMatch('/(/')).toThrow(/missing closing/);
  });
});

describe('compileMatches', () => {
  const event = readEvent(
    {
      df_status: 'critical',
      df_label: '["dba","cn"]',
      df_dimension_tags: '{"host":"db-1"}',
      Result: 100,
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
    [{ Result: 100 }, true],
    [{ df_channels: 'c2' }, true],
    [{ 'tags.constructor': '*' }, false],
    [{ toString: '*' }, false],
  ])('%j: %j', (match, expected) => {
    expect(compileMatches(match)(event)).toBe(expected);
  });

  it.each<[Record<string, MatchForm>, string[]]>([
    [{ df_status: ['critical', 'error'], 'tags.host': 'db-*' }, []],
    [{ df_status: 'error', 'tags.host': 'db-*', level: '!critical' }, ['df_status: critical', 'level: critical']],
    [{ 'tags.zone': 'a', df_label: 'x' }, ['tags.zone: ', 'df_label: dba,cn']],
  ])('why %j does not fit: %j', (match, expected) => {
    expect(misfitsOf(event, match).map(({ field, values }) => `${field}: ${values}`)).toEqual(expected);
    expect(compileMatches(match)(event)).toBe(expected.length === 0);
  });
});
