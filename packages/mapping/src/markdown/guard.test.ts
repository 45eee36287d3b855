import { describe, expect, it } from 'vitest';
import { isTooTangled } from './guard.ts';

describe('isTooTangled', () => {
  it.each([
    ['words after a bracket left open', `[ ${'word '.repeat(2_001)}`],
    ['such words over many lines', `[ ${'three words each\n'.repeat(900)}`],
    ['marks after a bracket left open, without spaces', `[${'<a'.repeat(2_001)}`],
    ['such marks that may begin an e-mail address', `[${'-<'.repeat(2_001)}`],
    ['a bracket that closes too late', `[ ${'word '.repeat(2_001)}]`],
  ])('is true for %s', (_, text) => {
    expect(isTooTangled(text)).toBe(true);
  });

  it.each([
    ['as many words without a bracket', 'word '.repeat(8_000)],
    ['brackets that close in time', '[a few words] and '.repeat(190)],
    ['an open bracket in each paragraph', `[ ${'word '.repeat(1_000)}\n\n`.repeat(8)],
    ['a closing bracket that none opened', `] ${'word '.repeat(3_000)}`],
  ])('is false for %s', (_, text) => {
    expect(isTooTangled(text)).toBe(false);
  });
});
