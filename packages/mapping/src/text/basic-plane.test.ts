import { describe, expect, it } from 'vitest';
import { inBasicPlane } from './basic-plane.ts';

describe('inBasicPlane', () => {
  it.each([
    ['disk 🔥 full', 'disk \uFFFD full'],
    ['𠮷野家', '\uFFFD野家'],
    ['👨‍👩‍👧', '\uFFFD\u200D\uFFFD\u200D\uFFFD'],
    [{ a: ['🔥', 1, null, { b: '🔥' }] }, { a: ['\uFFFD', 1, null, { b: '\uFFFD' }] }],
    [
      { type: 'link', url: 'https://x.example/🔥?a=1' },
      { type: 'link', url: 'https://x.example/%F0%9F%94%A5?a=1' },
    ],
  ])('of %j is %j', (value, expected) => {
    expect(inBasicPlane<unknown>(value)).toEqual(expected);
  });

  it.each(['磁盘 é €', { a: ['x', 1, true, undefined, null], b: { c: '中' } }, 5, null])(
    'keeps %j as it is',
    (value) => {
      expect(inBasicPlane<unknown>(value)).toBe(value);
    },
  );

  it('makes no text longer, so that limits still hold', () => {
    expect(inBasicPlane('🔥'.repeat(127))).toHaveLength(127);
  });
});
