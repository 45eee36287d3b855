import { describe, expect, it } from 'vitest';
import type { Mute } from './model.ts';
import { watch } from './monitors.ts';
import { muteState, mutes } from './mutes.ts';

const web01 = watch('cpu', { host: 'web-01' });
const base: Mute = {
  ...{ uuid: 'mute_1', number: 1, name: '', description: '', type: 'checker', timezone: 'UTC' },
  ...{ startTime: '', endTime: '', createdAt: 0, updatedAt: 0 },
  ...{ muteRanges: [], tags: {}, start: 1000, end: 2000, enabled: true },
};

describe('a mute', () => {
  it.each<[string, Partial<Mute>, boolean]>([
    ['of all', {}, true],
    ['of its monitor', { muteRanges: [{ checkerUUID: web01.monitor.id }] }, true],
    ['of another monitor', { muteRanges: [{ checkerUUID: 'rul_other' }] }, false],
    ['of a policy', { type: 'alertPolicy', muteRanges: [{ alertPolicyUUID: 'altpl_1' }] }, false],
    ['of its tag', { tags: { host: ['web-02', 'web-01'] } }, true],
    ['of another tag', { tags: { host: ['web-02'] } }, false],
    ['of a tag that it has not', { tags: { service: ['web-01'] } }, false],
    ['of all but its tag', { tags: { '-host': ['web-01'] } }, false],
    ['of all but another', { tags: { '-host': ['web-02'] } }, true],
    ['that is turned off', { enabled: false }, false],
    ['that begins later', { start: 1600 }, false],
    ['that has ended', { end: 1500 }, false],
    ['without an end', { end: null }, true],
  ])('%s', (_, part, expected) => {
    expect(mutes({ ...base, ...part }, web01, 1500)).toBe(expected);
  });

  it('tells its state', () => {
    expect([500, 1000, 1999, 2000].map((now) => muteState(base, now))).toEqual([
      'waiting',
      'active',
      'active',
      'ended',
    ]);
    expect(muteState({ ...base, enabled: false }, 1500)).toBe('disabled');
  });
});
