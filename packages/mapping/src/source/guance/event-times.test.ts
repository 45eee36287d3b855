import { describe, expect, it } from 'vitest';
import { inTimezone, readAlert } from '../../index.ts';
import { isLocalTime, momentOf } from './time.ts';

const AT = Date.UTC(2025, 10, 29, 7, 6, 40);
const read = (raw: object, receivedAt = AT) => readAlert(raw, { eventId: 'event-1', receivedAt });

describe('a moment', () => {
  it.each<[value: unknown, ms: number | null]>([
    [AT / 1000, AT],
    [AT, AT],
    [AT * 1000, AT],
    [AT * 1e6, AT],
    [String(AT / 1000), AT],
    [String(AT * 1e6), AT],
    [AT / 1000 + 0.5, AT + 500],
    ['2025-11-29T07:06:40Z', AT],
    ['2025-11-29T07:06:40.123456789Z', AT + 123],
    ['2025-11-29T15:06:40+08:00', AT],
    ['2025-11-29 15:06:40 +0800', AT],
    ['2025-11-29 15:06:40 +0800 CST', AT],
    ['2025-11-29 15:06:40 UTC+8', AT],
    ['2025/11/29 07:06:40 UTC', AT],
    ['20251129T070640Z', AT],
    ['Sat, 29 Nov 2025 07:06:40 GMT', AT],
    ['2025-11-29 15:06:40', AT],
    ['2025-11-29 15:06', AT - 40_000],
    ['2025-11-29 03:06:40 PM', AT],
    ['2025-11-29 3:06:40pm', AT],
    ['2025-11-29 07:06:40 AM UTC', AT],
    ['2025-11-29 12:06:40 AM', AT - 15 * 3_600_000],
    ['2025-11-29 12:06:40 PM', AT - 3 * 3_600_000],
    ['2025-11-29 15:06:40 PM', AT],
    ['2025-11-29 7:06:40Z', AT],
    ['2025-11-29', null],
    ['2025-02-30 15:06:40', null],
    ['2025-11-29 25:06:40', null],
    ['yesterday', null],
    ['0001-01-01T00:00:00Z', null],
    ['', null],
    [0, null],
    [-5, null],
    [true, null],
    [Number.NaN, null],
    ['Infinity', null],
    [1e300, null],
  ])('in %j is %j', (value, ms) => {
    expect(momentOf(value, 'Asia/Shanghai')).toBe(ms);
  });

  it('without an offset is one of its timezone, also when its clocks have just changed', () => {
    expect(momentOf('2025-11-02 00:30:00', 'America/New_York')).toBe(Date.UTC(2025, 10, 2, 4, 30));
    expect(momentOf('2025-11-02 03:30:00', 'America/New_York')).toBe(Date.UTC(2025, 10, 2, 8, 30));
    expect(isLocalTime('2025-11-02 03:30:00')).toBe(true);
    for (const value of ['2025-11-02 03:30:00Z', '2025-11-02', 5, '5', null]) expect(isLocalTime(value)).toBe(false);
  });
});

describe('the times of an event', () => {
  it('are none where they are later than its arrival by more than five minutes, each alike', () => {
    const ahead = AT / 1000 + 301;
    const all = {
      ...{ timestamp: ahead, date: ahead, df_fault_start_time: ahead, df_issue_start_time: ahead },
      ...{ df_check_range_start: AT / 1000, df_check_range_end: ahead },
    };
    expect(read(all)).toMatchObject({ eventTime: null, faultStart: null, checkRange: null, durationS: null });
    expect(read({ timestamp: ahead - 1 })).toMatchObject({ eventTime: AT + 300_000 });
    expect(read({ timestamp: ahead, date: AT / 1000 })).toMatchObject({ eventTime: AT });
  });

  it('stand where nobody knows when it arrived: a job that a person added', () => {
    expect(read({ timestamp: AT / 1000 }, 0)).toMatchObject({ eventTime: AT });
  });

  it('follow the timezone of the route where they name no offset', () => {
    const event = read({ timestamp: '2025-11-29 07:06:40', df_check_range_start: 5, df_check_range_end: 6 });
    expect(event).toMatchObject({ eventTime: AT - 8 * 3_600_000 });
    expect(inTimezone(event, 'UTC')).toMatchObject({ eventTime: AT, checkRange: { start: 5000, end: 6000 } });
    const clear = read({ timestamp: AT / 1000 });
    expect(inTimezone(clear, 'UTC')).toBe(clear);
  });
});

describe('the start of a fault as its name', () => {
  const name = (df_issue_start_time: unknown) => read({ df_monitor_checker_id: 'm', df_issue_start_time }).faultKey;
  const seconds = AT / 1000;

  it('is the same in any unit', () => {
    for (const same of [AT, AT * 1000 + 5, String(AT * 1e6), '2025-11-29T07:06:40.5Z'])
      expect(name(same)).toBe(name(seconds));
    expect(name(seconds + 1)).not.toBe(name(seconds));
  });

  it('names its round however far ahead it is', () => {
    expect(name(seconds + 28_800)).toBe(`/monitor/m//${seconds + 28_800}`);
  });
});
