import { describe, expect, it } from 'vitest';
import { checkCondition } from './check-condition.ts';

describe('checkCondition', () => {
  it.each([
    [{ operator: '>=', operands: ['90'] }, '>= 90'],
    [{ operator: '>=', operands: 90 }, '>= 90'],
    ['{"operator":"between","operands":[10,20]}', 'between 10, 20'],
    [{ operator: '=', operands: '["a","b"]' }, '= a, b'],
    [{ operator: 'is null', operands: [] }, 'is null'],
    ['>= 90', '>= 90'],
    [{}, null],
    [{ operator: {}, operands: [{}] }, null],
    [[], null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('of %j is %j', (field, shown) => {
    expect(checkCondition(field)).toBe(shown);
  });
});
