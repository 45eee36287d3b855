import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsIn } from './catalogue.ts';
import { clockBeside, durationText, fullTime, localTime } from './times.ts';

const trigger = 1_693_034_940_000;

describe('times', () => {
  it.each([
    ['Asia/Shanghai', '2023-08-26 15:29:00 (UTC+8)'],
    ['UTC', '2023-08-26 07:29:00 (UTC+0)'],
    ['Asia/Kolkata', '2023-08-26 12:59:00 (UTC+5:30)'],
    ['America/New_York', '2023-08-26 03:29:00 (UTC-4)'],
  ])('in %s show the offset', (zone, expected) => {
    expect(fullTime(trigger, zone)).toBe(expected);
  });

  it('are those of Intl, whatever the clocks of a place have done', () => {
    const zone = fc.constantFrom('America/St_Johns', 'Africa/Monrovia', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const change = fc.constantFrom(Date.UTC(2011, 2, 13, 3, 31), Date.UTC(1972, 0, 7), Date.UTC(2024, 3, 6, 15));
    const aroundIt = fc.tuple(change, fc.integer({ min: -7_200_000, max: 7_200_000 })).map(([at, by]) => at + by);
    const moment = fc.oneof(aroundIt, fc.integer({ min: -1e12, max: 4e12 }), fc.integer({ min: 2.5e14, max: 2.6e14 }));
    fc.assert(
      fc.property(moment, zone, (ms, timeZone) => {
        const { date, clock } = localTime(ms, timeZone);
        const inSwedish = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
        if (ms < Date.UTC(9999, 11, 30)) expect(`${date} ${clock}`).toBe(inSwedish.format(ms));
        else expect(date).toMatch(/^\d{4,5}-\d\d-\d\d$/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('show midnight as 00', () => {
    expect(fullTime(Date.UTC(2024, 0, 1), 'UTC')).toBe('2024-01-01 00:00:00 (UTC+0)');
  });

  it('show the date only where it differs', () => {
    expect(clockBeside(trigger - 3_600_000, trigger, 'Asia/Shanghai')).toBe('14:29:00');
    expect(clockBeside(trigger - 86_400_000, trigger, 'Asia/Shanghai')).toBe('2023-08-25 15:29:00');
    expect(clockBeside(trigger, null, 'Asia/Shanghai')).toBe('2023-08-26 15:29:00');
  });

  it.each([
    [0, '0 秒', '0 s'],
    [59, '59 秒', '59 s'],
    [60, '1 分', '1 min'],
    [3_840, '1 小时 4 分', '1 h 4 min'],
    [3_605, '1 小时', '1 h'],
    [90_000, '1 天 1 小时', '1 d 1 h'],
  ])('say %d seconds in the two largest units', (seconds, zh, en) => {
    expect(durationText(seconds, textsIn('zh').issue.units)).toBe(zh);
    expect(durationText(seconds, textsIn('en').issue.units)).toBe(en);
  });
});
