import { describe, expect, it } from 'vitest';
import { afterRefusal } from './after-refusal.ts';

describe('a refused comment of a storm', () => {
  it.each([
    [400, 100, 0, 0, 'fewer'],
    [400, 2, 0, 0, 'fewer'],
    [413, 100, 0, 0, 'fewer'],
    [500, 100, 0, 0, 'fewer'],
    [409, 7, 2, 0, 'fewer'],
    [400, 1, 1, 0, 'give_up_one'],
    [413, 1, 2, 0, 'give_up_one'],
    [400, 1, 3, 0, 'give_up_all'],
    [500, 1, 3, 0, 'give_up_all'],
    [403, 100, 0, 0, 'give_up_all'],
    [403, 1, 1, 0, 'give_up_all'],
    [404, 100, 0, 1, 'another_issue'],
    [404, 1, 1, 1, 'another_issue'],
    [404, 100, 0, 2, 'give_up_all'],
  ] as const)(
    'with %i, %i entries, %i refused alone, %i issues gone: %s',
    (status, entries, aloneInARow, gone, next) => {
      expect(afterRefusal({ status, entries, aloneInARow, gone })).toBe(next);
    },
  );
});
