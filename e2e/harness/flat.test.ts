import { describe, expect, it } from 'vitest';
import { flatness, type Reading } from './flat.ts';

const series = (value: (n: number) => number): Reading[] =>
  Array.from({ length: 60 }, (_, n) => ({ at: n * 30, value: value(n) }));
/** Up and down, the same at each call. */
const noise = (n: number) => Math.sin(n * 12.9898) * 5;
const SOME = { share: 0.05, least: 2 };

describe('flatness', () => {
  it.each([
    ['what stays', () => 100, true],
    ['what swings', (n: number) => 100 + noise(n), true],
    ['what warms up and then stays', (n: number) => (n < 25 ? n * 10 : 250), true],
    ['what shrinks', (n: number) => 200 - n, true],
    ['single spikes, also at the end', (n: number) => (n % 13 === 7 || n === 59 ? 500 : 100), true],
    ['what leaks', (n: number) => 100 + n, false],
    ['what leaks below its swings', (n: number) => 100 + n / 2 + noise(n), false],
    ['what leaks by jumps', (n: number) => 100 + Math.floor(n / 6) * 6, false],
  ] as const)('calls flat or not: %s', (_name, value, flat) => {
    expect(flatness(series(value), SOME).flat).toBe(flat);
  });

  it('tells the growth over the second half', () => {
    const { growth, median, allowed } = flatness(
      series((n) => 100 + n),
      SOME,
    );

    expect(growth).toBeCloseTo(29);
    expect(median).toBeCloseTo(144.5);
    expect(allowed).toBeCloseTo(7.225);
  });

  it('refuses to judge on a few readings', () => {
    expect(() => flatness(series(() => 1).slice(0, 7), SOME)).toThrow('too few');
  });
});
