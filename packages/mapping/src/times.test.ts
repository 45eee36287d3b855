import { describe, expect, it } from 'vitest';
import { sentencesIn } from './sentences.ts';
import { clockBeside, durationText, fullTime } from './times.ts';

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
    expect(durationText(seconds, sentencesIn('zh').units)).toBe(zh);
    expect(durationText(seconds, sentencesIn('en').units)).toBe(en);
  });
});
