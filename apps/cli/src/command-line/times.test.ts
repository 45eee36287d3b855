import { describe, expect, it } from 'vitest';
import { wordsIn } from '../words/words-in.ts';
import { momentOf, spanText } from './times.ts';

const words = wordsIn('en');
const NOW = new Date(2026, 10, 25, 13, 0, 0).getTime();
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();

describe('a time as a person types it', () => {
  it.each<[string, boolean, number]>([
    ['90s', true, NOW + 90_000],
    ['30m', true, NOW + 1_800_000],
    ['2 h', true, NOW + 7_200_000],
    ['3d', false, NOW - 3 * 86_400_000],
    ['22:30', true, local(2026, 10, 25, 22, 30)],
    ['08:00', true, local(2026, 10, 26, 8, 0)],
    ['08:00', false, local(2026, 10, 25, 8, 0)],
    ['22:30', false, local(2026, 10, 24, 22, 30)],
    ['2026-12-01', true, local(2026, 11, 1, 0, 0)],
    ['2026-12-01T08:00', true, local(2026, 11, 1, 8, 0)],
    ['2026-12-01 08:00', true, local(2026, 11, 1, 8, 0)],
    ['2026-12-01T08:00Z', true, Date.UTC(2026, 11, 1, 8, 0)],
    ['2026-12-01T08:00+08:00', true, Date.UTC(2026, 11, 1, 0, 0)],
  ])('%s, ahead: %s', (text, ahead, moment) => {
    expect(momentOf(text, NOW, ahead, words)).toBe(moment);
  });

  it.each(['', 'soon', '25:00', '22:77', '2h30', '2026-13-01', '2026-12-01T99:00', '-2h', '12/01/2026'])(
    '%j is none, and the answer names the forms',
    (text) => {
      expect(() => momentOf(text, NOW, true, words)).toThrow(/30m, 2h, 3d.*22:30.*2026-12-01/);
    },
  );
});

describe('a span', () => {
  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [61_000, '1 min 1 s'],
    [7_200_000, '2 h'],
    [90_061_000, '1 d 1 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(spanText(ms, words)).toBe(text);
  });
});
