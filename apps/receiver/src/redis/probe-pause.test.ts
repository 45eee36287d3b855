import { describe, expect, it } from 'vitest';
import { pauseBeforeProbe } from './probe-pause.ts';

describe('the pause before the gate looks again', () => {
  it.each([
    [0, 300],
    [1, 600],
    [4, 4800],
    [7, 30_000],
    [10_000, 30_000],
  ])('after %i openings in which no event was taken: %i ms', (inVain, ms) => {
    expect(pauseBeforeProbe(300, inVain)).toBe(ms);
  });
});
