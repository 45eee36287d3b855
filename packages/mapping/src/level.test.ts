import { describe, expect, it } from 'vitest';
import { levelRank, levels } from './level.ts';
import { readAlert } from './source/read-alert.ts';

const levelIn = (raw: object) => {
  const { level, recovered } = readAlert(raw, { eventId: 'e', receivedAt: 0 });
  return [level, recovered];
};

describe('the level of an event', () => {
  it.each([
    ['fatal', 'fatal'],
    ['critical', 'critical'],
    ['error', 'error'],
    ['warning', 'warning'],
    ['nodata', 'nodata'],
    ['info', 'info'],
    ['high', 'security_high'],
    ['medium', 'security_medium'],
    ['low', 'security_low'],
    ['security_critical', 'security_critical'],
    ['security_info', 'security_info'],
    [' Critical ', 'critical'],
    ['FATAL', 'fatal'],
    ['constructor', null],
    ['', null],
    ['紧急', null],
    [5, null],
    [null, null],
    [['critical'], null],
  ])('with df_status %j is %j', (df_status, level) => {
    expect(levelIn({ df_status, df_event_id: 'e' })).toEqual([level, false]);
  });

  it.each([
    ['critical', 'security_critical'],
    ['high', 'security_high'],
    ['medium', 'security_medium'],
    ['low', 'security_low'],
    ['info', 'security_info'],
    ['security_high', 'security_high'],
    ['error', 'error'],
    ['fatal', 'fatal'],
    ['nodata', 'nodata'],
  ])('of the security monitoring with df_status %j is %j', (df_status, level) => {
    expect(levelIn({ df_status, df_source: 'security' })).toEqual([level, false]);
  });

  it.each(['ok', 'nodata_ok', 'nodata_as_ok', 'manual_ok', 'OK', ' Nodata_OK '])(
    'is ok, and the event a recovery, with %j in df_status or in df_sub_status',
    (word) => {
      expect(levelIn({ df_status: word })).toEqual(['ok', true]);
      expect(levelIn({ df_status: 'ok', df_sub_status: word })).toEqual(['ok', true]);
      expect(levelIn({ df_status: 'nodata', df_sub_status: word })).toEqual(['ok', true]);
      expect(levelIn({ df_status: word, df_source: 'security' })).toEqual(['ok', true]);
    },
  );

  it.each([
    [{ df_status: 'critical', df_sub_status: 'error' }, 'critical'],
    [{ df_status: 'critical', df_sub_status: 4 }, 'critical'],
    [{ df_status: 'unheard', df_sub_status: 'error' }, 'error'],
    [{ df_sub_status: 'high' }, 'security_high'],
    [{ df_fault_status: 'ok', df_status: 'info' }, 'info'],
    [{ df_monitor_checker_sub: 'nodata', df_status: 'critical' }, 'critical'],
  ])('of %j is %j, no recovery', (raw, level) => {
    expect(levelIn(raw)).toEqual([level, false]);
  });
});

describe('levelRank', () => {
  it('falls along the list of levels, and puts what it does not know beside nodata', () => {
    const ranks = levels.map(levelRank);
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(levelRank('fatal')).toBeGreaterThan(levelRank('critical'));
    expect(levelRank('info')).toBeGreaterThan(levelRank('ok'));
    expect(levelRank(null)).toBe(levelRank('nodata'));
  });
});
