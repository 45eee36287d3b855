import { expect, it } from 'vitest';
import { linesIn, QueryData } from './log-lines.ts';

const read = (...series: unknown[]) => linesIn(QueryData.parse({ data: [{ series }] }).data);

it('a line is its message, oldest first', () => {
  const columns = ['time', 'message', '__docid'];
  expect(
    read({
      columns,
      values: [
        [2, 'b', 'L_2'],
        [1, 'a', 'L_1'],
      ],
    }),
  ).toEqual([
    { at: 1, text: 'a' },
    { at: 2, text: 'b' },
  ]);
});

it('without a message it is all that was asked for, and never an id of Guance', () => {
  const columns = ['time', '__docid', 'status', 'code'];
  expect(
    read({
      columns,
      values: [
        [1, 'L_1', 'error', 503],
        [2, 'L_2', null, { a: 1 }],
      ],
    }),
  ).toEqual([
    { at: 1, text: 'error 503' },
    { at: 2, text: '{"a":1}' },
  ]);
});

it.each([
  [null],
  [[]],
  [[{ columns: ['time'], values: null }]],
  [[{ columns: ['time', 'message'], values: [[1, null]] }]],
])('%j has none', (series) => {
  expect(linesIn(QueryData.parse({ data: [{ series }] }).data)).toEqual([]);
});
