import { afterEach, expect, it, vi } from 'vitest';
import { rateLimitedLog } from './rate-limited-log.ts';

afterEach(() => void vi.useRealTimers());

it('speaks once per interval and then tells how many were held back', () => {
  let time = 0;
  const said: [string, number][] = [];
  const report = rateLimitedLog<string>(
    1000,
    (value, suppressed) => said.push([value, suppressed]),
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

it('goes on speaking when the wall clock was hours ahead and is set right', () => {
  vi.useFakeTimers();
  const said: string[] = [];
  const report = rateLimitedLog<string>(1000, (value) => said.push(value));

  report('a');
  vi.setSystemTime(Date.now() - 5 * 3_600_000);
  vi.advanceTimersByTime(1000);
  report('b');

  expect(said).toEqual(['a', 'b']);
});
