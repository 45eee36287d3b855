/** Clocks of every kind, each with a recovery. */
import { NOW, type Row, withRecovery } from './row.ts';

export const CLOCK_ROWS: readonly Row[] = [
  ...(
    [
      ['the year 9999', 253_402_300_799],
      ['microseconds', NOW * 1e6],
      ['before 1970', -5],
      ['zero', 0],
      ['words', 'now'],
      ['an exponent', `${NOW / 1e9}e9`],
      ['a list', [NOW]],
      ['an object', { seconds: NOW }],
      ['a time without a zone', '2026-11-30 10:00:00'],
      ['a date alone', '2026-11-30'],
      ['NaN', 'NaN'],
    ] as const
  ).map(
    ([name, timestamp]): Row => ({
      name: `a clock of ${name}`,
      posts: withRecovery({ timestamp, date: timestamp }),
      fault: 1,
      event: 1,
      open: 0,
    }),
  ),
];
