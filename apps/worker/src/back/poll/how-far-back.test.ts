import { expect, it } from 'vitest';
import { minutesBack } from './how-far-back.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const MINUTE = 60_000;

it.each([
  ['from the last look on, with the lag of search and a minute that JQL cuts off', NOW - 2 * MINUTE, 5],
  ['the same after an outage of the workers', NOW - 180 * MINUTE, 183],
  ['no further than a week', NOW - 60 * 24 * 60 * MINUTE, 7 * 24 * 60 + 3],
  ['an hour where nobody has ever looked', null, 63],
  ['an hour where the clock was set back, and nobody knows how long ago', NOW + 1000, 63],
])('a poll asks %s', (_name, lookedAt, minutes) => {
  expect(minutesBack({ now: NOW, lookedAt }, { everyMs: 2 * MINUTE, settleMs: 2 * MINUTE })).toBe(minutes);
});
