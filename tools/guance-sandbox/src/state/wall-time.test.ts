import { describe, expect, it } from 'vitest';
import { fromWallTime, toWallTime } from './wall-time.ts';

describe('wall time', () => {
  it.each([
    ['2026/11/30 12:00:00', 'Asia/Shanghai', '2026-11-30T04:00:00Z'],
    ['2026/11/30 12:00:00', 'UTC', '2026-11-30T12:00:00Z'],
    ['2026/07/01 12:00:00', 'America/New_York', '2026-07-01T16:00:00Z'],
    ['2026/12/01 12:00:00', 'America/New_York', '2026-12-01T17:00:00Z'],
    ['2026/03/29 01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59Z'],
    ['2026/03/29 03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['2026/11/30 12:00:00', 'Asia/Kolkata', '2026-11-30T06:30:00Z'],
  ])('%s in %s is %s, and back', (text, zone, iso) => {
    expect(fromWallTime(text, zone)).toBe(Date.parse(iso));
    expect(toWallTime(Date.parse(iso), zone)).toBe(text);
  });

  it.each([
    ['2026-11-30 12:00:00', 'UTC'],
    ['', 'UTC'],
    ['2026/11/30 12:00:00', 'Asia/Nowhere'],
  ])('%j in %s is none', (text, zone) => {
    expect(fromWallTime(text, zone)).toBeUndefined();
  });
});
