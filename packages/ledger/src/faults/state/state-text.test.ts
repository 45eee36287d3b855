import { describe, expect, it } from 'vitest';
import { roundOf } from './round.ts';
import type { FaultState } from './state.ts';
import { stateOfText, textOfState } from './state-text.ts';

const moment = { at: 1_700_000_000_000, receivedAt: 1_700_000_002_000, eventId: 'event-1' };
const first = roundOf(moment, {
  faultKey: 'w/id/fault-1',
  route: 'disks',
  issue: { id: '10001', key: 'OPS-1' },
  level: 'critical',
  peak: 5,
  openedAt: moment.at,
});

describe('the state of an object as Redis keeps it', () => {
  it('leaves out all that a round begins with', () => {
    expect(Object.keys(JSON.parse(textOfState(first))).sort()).toEqual(
      ['applied', 'faultKey', 'issue', 'level', 'openedAt', 'peak', 'priorityRank', 'route'].sort(),
    );
  });

  const others: [name: string, changes: Partial<FaultState>][] = [
    ['a first event', {}],
    ['a recovery', { recoveredAt: moment.at + 1, level: 'ok' }],
    ['repeats', { repeats: { count: 3, since: moment.at }, comments: 2, commentedAt: moment.receivedAt + 9 }],
    ['repeats since another time', { repeats: { count: 0, since: moment.at - 5 } }],
    ['a person who closed it', { closedNoted: true, leftAlone: true }],
    ['a fault held back', { issue: null, heldUntil: 5, heldOver: 7 }],
    ['events that wait', { waiters: ['ev_1'] }],
    ['what Jira has shown', { seen: true, anew: true }],
    ['a later event without a time', { applied: { ...moment, at: moment.at + 60_000, untimed: true } }],
  ];

  it.each(others)('is read as it was written: %s', (_name, changes) => {
    const state = { ...first, ...changes };

    expect(stateOfText(textOfState(state))).toEqual(state);
  });

  it.each(others)('is read when everything was written out, as it was before: %s', (_name, changes) => {
    const state = { ...first, ...changes };

    expect(stateOfText(JSON.stringify(state))).toEqual(state);
  });

  it.each(['{}', 'null', '{"applied":{"at":1}}'])('refuses %s', (text) => {
    expect(() => stateOfText(text)).toThrow();
  });
});
