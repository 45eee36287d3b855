import { expect, test } from 'vitest';
import { compared } from './compared.ts';

const run = (figure: number, moreIsBetter = false) => [{ what: 'a figure', figure, unit: '×', moreIsBetter }];

test('a figure is worse by the median of its turns, whichever way is better', () => {
  expect(compared([run(1), run(1), run(9)], [run(1.2), run(1.2), run(0.1)])).toMatchObject([
    { before: 1, after: 1.2, isWorse: true },
  ]);
  expect(compared([run(1)], [run(1.09)])).toMatchObject([{ isWorse: false }]);
  expect(compared([run(1)], [run(0.5)])).toMatchObject([{ isWorse: false }]);
  expect(compared([run(1, true)], [run(0.8, true)])).toMatchObject([{ ratio: 1.25, isWorse: true }]);
  expect(compared([run(1, true)], [run(2, true)])).toMatchObject([{ isWorse: false }]);
});

test('nothing of nothing is not worse, something of nothing is', () => {
  expect(compared([run(0)], [run(0)])).toMatchObject([{ ratio: 1, isWorse: false }]);
  expect(compared([run(0)], [run(1)])).toMatchObject([{ isWorse: true }]);
});

test('what one side alone measures is not compared', () => {
  expect(compared([[]], [run(1)])).toEqual([]);
});
