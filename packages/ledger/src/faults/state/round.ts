import type { Level } from '@guance-jira/mapping';
import { isNewer } from '../clocks.ts';
import type { Moment } from './moment.ts';
import type { FaultState } from './state.ts';

/** The state of a round that begins with this event. */
export function roundOf(
  moment: Moment,
  from: Pick<FaultState, 'faultKey' | 'route' | 'issue' | 'level' | 'peak' | 'openedAt'>,
): FaultState {
  return { ...from, priorityRank: from.peak, applied: moment, ...atFirst(moment) };
}

/** What a round begins with. */
export function atFirst({ at, receivedAt }: Moment) {
  return {
    recoveredAt: null,
    repeats: { count: 0, since: at },
    commentedAt: receivedAt,
    comments: 0,
    closedNoted: false,
    leftAlone: false,
    heldUntil: null,
    heldOver: null,
    storm: null,
    waiters: [],
  } satisfies Partial<FaultState>;
}

/** The newest event decides the level; an older one changes nothing. */
export function applied(
  state: FaultState,
  { facts }: { facts: { moment: Moment; level: Level | null; rank: number } },
): FaultState {
  if (!isNewer(facts.moment, state.applied)) return state;
  return { ...state, applied: facts.moment, level: facts.level, peak: Math.max(state.peak, facts.rank) };
}
