import { describe, expect, it } from 'vitest';
import { isZone, momentAt } from './wall-time.ts';

describe('a time on a wall', () => {
  it.each([
    ['2026-11-30T08:15', 'UTC', '2026-11-30T08:15:00Z'],
    ['2026-11-30T08:15', 'Asia/Shanghai', '2026-11-30T00:15:00Z'],
    ['2026-01-01T00:30', 'America/New_York', '2026-01-01T05:30:00Z'],
    ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00Z'],
    ['2024-02-29T23:59', 'Asia/Kolkata', '2024-02-29T18:29:00Z'],
  ])('%s in %s is %s', (text, zone, at) => {
    expect(momentAt(text, zone)).toBe(Date.parse(at));
  });

  it.each(['', 'yesterday', '2026-13-01T00:00', '2026-02-31T00:00', '2026-11-30T24:10', '2026-11-30'])(
    '%s is none',
    (text) => {
      expect(momentAt(text, 'UTC')).toBeNull();
    },
  );

  it('is known in places that there are', () => {
    expect(['Asia/Shanghai', 'UTC', 'Nowhere/Atlantis', '"><script>', ''].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
