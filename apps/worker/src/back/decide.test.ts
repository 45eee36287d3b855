import { describe, expect, it } from 'vitest';
import { decide, type Known } from './decide.ts';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;
const DONE = { done: true, wontFix: false, closing: 'c1', closedByUs: false };
const BACK = { restore: true, muteMs: 7 * 24 * HOUR };
const FIRST: Known = {
  ...{ issue: DONE, standing: true, back: BACK, leaveMs: 24 * HOUR, now: NOW },
  ...{ restore: null, mute: null, mayHaveForgotten: false, mayLift: true },
};
const restored = (change: object = {}) => ({
  closing: 'c1',
  state: 'done' as const,
  sentAt: NOW - HOUR,
  tries: 1,
  ...change,
});
const muted = (change: object = {}) => ({
  ...{ closing: 'c1', state: 'muted' as const, sentAt: NOW - HOUR, tries: 1 },
  ...{ name: 'n', until: NOW + HOUR, id: 'mute_1', ...change },
});
const WONT = { ...DONE, wontFix: true };
const OPEN = { ...DONE, done: false };

describe('what Guance is told', () => {
  it.each<[string, Partial<Known>, string]>([
    ['closed by a person while the fault stands', {}, 'restore'],
    ['still open', { issue: OPEN }, 'nothing: open'],
    ['closed by ourselves', { issue: { ...DONE, closedByUs: true } }, 'nothing: own_closing'],
    ['closed after its fault was over', { standing: false }, 'nothing: recovered'],
    ['of a route without a way back', { back: null }, 'nothing: no_rule'],
    ['of a route that does not restore', { back: { ...BACK, restore: false } }, 'nothing: no_rule'],
    ['restored for this closing before', { restore: restored() }, 'nothing: restored_before'],
    ['refused by Guance for this closing', { restore: restored({ state: 'refused' }) }, 'nothing: restored_before'],
    ['closed again soon after a restore: it burns on', { restore: restored({ closing: 'c0' }) }, 'nothing: left_alone'],
    ['closed again long after one', { restore: restored({ closing: 'c0', sentAt: NOW - 25 * HOUR }) }, 'restore'],
    [
      'closed again after one that never got there',
      { restore: restored({ closing: 'c0', state: 'again' }) },
      'restore',
    ],
    ['a restore whose fate is open', { restore: restored({ state: 'sent' }) }, 'look_restored'],
    ['the same after it was opened again', { restore: restored({ state: 'sent' }), issue: OPEN }, 'nothing: open'],
    [
      'closed once more while the fate of a restore is open',
      { restore: restored({ closing: 'c0', state: 'sent' }) },
      'look_restored',
    ],
    ['a restore that surely did not get there', { restore: restored({ state: 'again' }) }, 'restore'],
    ['closed as won’t fix', { issue: WONT }, 'mute'],
    ['closed as won’t fix after the fault was over', { issue: WONT, standing: false }, 'mute'],
    [
      'won’t fix, and the route does not mute',
      { issue: WONT, back: { restore: true, muteMs: null } },
      'nothing: wont_fix',
    ],
    ['muted for this closing before', { issue: WONT, mute: muted() }, 'nothing: muted_before'],
    ['muted for another, which still lasts', { issue: WONT, mute: muted({ closing: 'c0' }) }, 'nothing: muted_before'],
    ['muted for another, which is over', { issue: WONT, mute: muted({ closing: 'c0', until: NOW - 1 }) }, 'mute'],
    ['muted for this one, which is over', { issue: WONT, mute: muted({ until: NOW - 1 }) }, 'nothing: muted_before'],
    [
      'won’t fix once more, after its mute was lifted for another resolution of the same closing',
      { issue: WONT, mute: muted({ state: 'lifted' }) },
      'mute',
    ],
    ['a mute whose fate is open', { issue: WONT, mute: muted({ state: 'sent', id: null }) }, 'look_muted'],
    ['the same after it was opened again', { issue: OPEN, mute: muted({ state: 'sent', id: null }) }, 'look_muted'],
    ['a mute that surely did not get there', { issue: WONT, mute: muted({ state: 'again', id: null }) }, 'mute'],
    ['opened again while it is muted', { issue: OPEN, mute: muted() }, 'lift'],
    ['opened again after the mute was over', { issue: OPEN, mute: muted({ until: NOW - 1 }) }, 'nothing: open'],
    ['closed as done now, while it is muted', { mute: muted() }, 'lift'],
    ['the same, and the rules have no way back any more', { mute: muted(), back: null }, 'lift'],
    [
      'muted, of a route that was renamed: whether that is won’t fix is not known',
      { issue: { ...DONE, wontFix: null }, mute: muted(), back: null },
      'nothing: no_rule',
    ],
    ['of a fault whose mute Redis may have forgotten', { mayHaveForgotten: true }, 'look_forgotten'],
    ['opened again since then', { mayHaveForgotten: true, issue: OPEN }, 'look_forgotten'],
    [
      'the same of a route that mutes no more',
      { mayHaveForgotten: true, back: { ...BACK, muteMs: null } },
      'look_forgotten',
    ],
    ['opened again, and the rules have no way back any more', { issue: OPEN, mute: muted(), back: null }, 'lift'],
  ])('%s', (_name, change, expected) => {
    const deed = decide({ ...FIRST, ...change });

    expect(deed.do === 'nothing' ? `nothing: ${deed.reason.split(':')[0]}` : deed.do).toBe(expected);
  });

  it('mutes with an end, and goes on counting what was lost', () => {
    expect(decide({ ...FIRST, issue: WONT })).toEqual({ do: 'mute', until: NOW + 7 * 24 * HOUR, tries: 0 });
    expect(decide({ ...FIRST, restore: restored({ state: 'again', tries: 2 }) })).toEqual({ do: 'restore', tries: 2 });
  });
});
