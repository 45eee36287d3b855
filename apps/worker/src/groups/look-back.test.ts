import { expect, it } from 'vitest';
import { minutesBack } from './look-back.ts';

const NOW = 1_700_000_000_000;
const HOUR = 60;
const back = (agoMinutes: number | null, recovered = true) =>
  minutesBack(
    { event: { faultStart: agoMinutes === null ? null : NOW - agoMinutes * 60_000 }, facts: { recovered } },
    NOW,
  );

it('reaches back to before the fault, also where Guance’s clock is minutes ahead of ours', () => {
  for (const ago of [3 * HOUR, 30 * HOUR, 20 * 24 * HOUR]) expect(back(ago)).toBeGreaterThanOrEqual(ago + 10);
});

it('reaches back 90 days at most, and a day where nobody tells since when', () => {
  expect([back(200 * 24 * HOUR), back(null)]).toEqual([90 * 24 * HOUR, 24 * HOUR]);
});

it('looks only over what is new for an event that opens', () => {
  expect(back(3 * HOUR, false)).toBeLessThan(10);
});
