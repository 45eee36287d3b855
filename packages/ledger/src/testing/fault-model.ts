/** What the handlers make of an object's state, without Jira: the issue stands, is open, and takes everything. */
import { type FaultEvent, moveFor } from '../faults/policy.ts';
import { compareMoments } from '../faults/state/moment.ts';
import { roundOf } from '../faults/state/round.ts';
import type { FaultState } from '../faults/state/state.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };

/** The recovery of nothing is handled as after its grace. */
export function afterMove(event: FaultEvent, state: FaultState | null): FaultState {
  const { moment, faultKey, level, rank: peak } = event;
  const about = { faultKey, route: 'disks', level, peak, openedAt: moment.at };
  const move = moveFor(event, state);
  switch (move.move) {
    case 'unknown_recovery': {
      const before = state ?? roundOf(moment, { ...about, issue: null });
      const newest = compareMoments(moment, before.applied) > 0 ? moment : before.applied;
      return { ...before, applied: newest, recoveredAt: newest.at };
    }
    case 'open': {
      const opened = roundOf(moment, { ...about, issue: ISSUE });
      const over = state !== null && compareMoments(state.applied, moment) > 0;
      return over ? { ...opened, applied: state.applied, recoveredAt: state.recoveredAt, level: 'ok' } : opened;
    }
    case 'round':
      return roundOf(moment, { ...about, issue: ISSUE });
  }
  if (state === null) throw new Error(`${move.move} of nothing`);
  switch (move.move) {
    case 'recover':
      return { ...state, applied: moment, recoveredAt: moment.at, level: 'ok' };
    case 'recovered_before':
      return { ...state, applied: moment };
    case 'level':
    case 'repeat':
      return compareMoments(moment, state.applied) > 0
        ? { ...state, applied: moment, level, peak: Math.max(state.peak, peak) }
        : state;
    case 'late':
      return state;
    default:
      throw new Error(`${move.move}: the model has neither storms nor holdFor`);
  }
}
