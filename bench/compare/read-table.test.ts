import { expect, test } from 'vitest';
import { markdownOf } from '../parts/markdown.ts';
import { readTable } from './read-table.ts';

test('reads what the bench writes, with and without a spread, an aim and a unit', () => {
  const figure = (median: number, least = median, most = median) => ({ median, least, most });
  const row = { ours: '82 µs', reference: '65 µs' };
  const written = markdownOf(
    [
      { ...row, what: 'CPU per accept', figure: figure(1.04, 0.93, 1.19), unit: '×', aim: { atMost: 1.35 } },
      { ...row, what: 'Events drained', figure: figure(0.25), unit: '', aim: { atLeast: 0.4 } },
      { ...row, what: 'CPU until ready', figure: figure(640, 630, 660), unit: 'ms', aim: null },
    ],
    '',
  );
  expect(readTable(written)).toEqual([
    { what: 'CPU per accept', figure: 1.04, unit: '×', moreIsBetter: false },
    { what: 'Events drained', figure: 0.25, unit: '', moreIsBetter: true },
    { what: 'CPU until ready', figure: 640, unit: 'ms', moreIsBetter: false },
  ]);
});
