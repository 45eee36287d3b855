import { expect, it } from 'vitest';
import { occasionally } from './occasionally.ts';

it('speaks once per interval and then tells how many were held back', () => {
  let time = 0;
  const said: [string, number][] = [];
  const report = occasionally<string>(
    1000,
    (value, heldBack) => said.push([value, heldBack]),
    () => time,
  );

  for (const value of ['a', 'b', 'c']) report(value);
  time = 1000;
  report('d');

  expect(said).toEqual([
    ['a', 0],
    ['d', 2],
  ]);
});
