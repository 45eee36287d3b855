import { describe, expect, it } from 'vitest';
import { columns, lookFor, worst } from './format.ts';

describe('columns', () => {
  it('stand under each other where Chinese takes two places and colours none', () => {
    const { level } = lookFor(true);

    const lines = columns([
      ['路由', 'x'],
      ['abcdef', 'y'],
      [level('bad', 'ab'), 'z'],
    ]);

    expect(lines).toEqual(['路由    x', 'abcdef  y', `${level('bad', 'ab')}      z`]);
  });

  it('let the last one end where it ends', () => {
    expect(columns([['a', 'long'], ['b']])).toEqual(['a  long', 'b']);
  });
});

describe('a level', () => {
  it('has a sign of its own, so that nothing hangs on colours', () => {
    const { sign } = lookFor(false);
    expect(new Set((['ok', 'warn', 'bad', 'unknown'] as const).map(sign)).size).toBe(4);
  });

  it.each([
    [['ok', 'bad', 'warn'], 'bad'],
    [['ok', 'unknown'], 'unknown'],
    [['unknown', 'warn'], 'warn'],
    [[], 'ok'],
  ] as const)('the worst of %j is %s', (levels, expected) => {
    expect(worst(levels)).toBe(expected);
  });
});
