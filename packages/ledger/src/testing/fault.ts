/** Events and states of faults for tests: times are seconds by one clock, levels decide ranks. */
import { type Level, levelRank } from '@guance-jira/mapping';
import type { FaultEvent } from '../faults/policy.ts';
import type { Moment } from '../faults/state/moment.ts';
import { roundOf } from '../faults/state/round.ts';
import type { FaultState } from '../faults/state/state.ts';

export function moment(seconds: number, eventId = `event-${seconds}`, arrival = seconds): Moment {
  return { at: seconds * 1000, receivedAt: arrival * 1000, eventId };
}

/** An event of fault-1 at that second; `ok` recovers. */
export function faultEvent(seconds: number, level: Level | null, change: Partial<FaultEvent> = {}): FaultEvent {
  return {
    moment: moment(seconds),
    faultKey: 'fault-1',
    namesItsFault: true,
    recovered: level === 'ok',
    level,
    rank: levelRank(level),
    ...change,
  };
}

/** What is known of an object whose fault-1 was opened by a critical event at second 100. */
export function known(change: Partial<FaultState> = {}): FaultState {
  const about = { faultKey: 'fault-1', route: 'disks', level: 'critical', peak: 5 } as const;
  const opened = roundOf(moment(100), { ...about, issue: { id: '10001', key: 'OPS-1' }, openedAt: 100_000 });
  return { ...opened, ...change };
}
