/** What is known of an object under `group: fault`: its last fault, how far that was followed, and the issue that holds it. */
import { levels } from '@guance-jira/mapping';
import { z } from 'zod';
import { StormWindow } from '../../storms/records.ts';

/** An event's place in time: its own time, then its arrival, then its id, as in the lane. Milliseconds. */
export const Moment = z.object({
  at: z.number(),
  receivedAt: z.number(),
  eventId: z.string(),
  /** It had no time of its own, so that `at` is its arrival. */
  untimed: z.boolean().optional(),
});
export type Moment = z.infer<typeof Moment>;

const Issue = z.object({ id: z.string(), key: z.string() });

/** Times are milliseconds by the events' own clock, unless they say otherwise. */
export const FaultState = z.object({
  faultKey: z.string(),
  /** The route that opened the fault; its later events follow it whatever `match` says. */
  route: z.string(),
  /** Null while nothing was opened: a recovery came first, the fault is held back, or it is only listed. */
  issue: Issue.nullable(),
  openedAt: z.number(),
  /** The newest event that was applied. An older one that comes later changes nothing. */
  applied: Moment,
  recoveredAt: z.number().nullable(),
  level: z.enum(levels).nullable(),
  /** Highest rank of this round. */
  peak: z.number(),
  /** Rank for which this program set the priority last, over all rounds in this issue. */
  priorityRank: z.number(),
  /** Events counted since the last comment, and since when. */
  repeats: z.object({ count: z.number(), since: z.number() }),
  /** By the receiver's clock. */
  commentedAt: z.number(),
  /** Comments on repeats in this round. */
  comments: z.number(),
  /** A rise was noted on an issue that a person had closed: once is enough. */
  closedNoted: z.boolean(),
  /** The issue was closed as "won't fix", so this round is left alone. */
  leftAlone: z.boolean(),
  /** `holdFor`: nothing is opened before, by the receiver's clock. */
  heldUntil: z.number().nullable(),
  /** A fault that was held back was over at this time; its events open nothing. */
  heldOver: z.number().nullable(),
  /** The fault got no issue of its own: the storm of this window lists it in this issue. */
  storm: z.object({ window: StormWindow, issue: Issue }).nullable(),
  /** Job ids of events that wait for what this object does next. */
  waiters: z.array(z.string()),
  /** Its issue was open when the recovery had been told: what is known is kept until it is closed. */
  leftOpen: z.boolean().optional(),
  /** Jira has shown this issue once, so that one which it shows no more is gone. */
  seen: z.boolean().optional(),
  /** The issue stands in for one of this fault that was gone. */
  anew: z.boolean().optional(),
  /** For what its issue was made, as far as the event chose it. */
  chosen: z.object({ project: z.string().optional(), issueType: z.string().optional() }).optional(),
});
export type FaultState = z.infer<typeof FaultState>;

/**
 * The state as Redis keeps it: what is as at the beginning of a round is left out. Most faults are one event long, and there may be
 * a million of them.
 */
export function textOfState(state: FaultState): string {
  const first = new Map(Object.entries(atFirst(state.applied)).map(([name, value]) => [name, JSON.stringify(value)]));
  const kept = Object.entries(state).filter(([name, value]) => JSON.stringify(value) !== first.get(name));
  return JSON.stringify(Object.fromEntries(kept));
}

/** @throws ZodError when it is no state of ours */
export function stateOfText(text: string): FaultState {
  const { applied, ...others } = Applied.parse(JSON.parse(text));
  return FaultState.parse({ ...atFirst(applied), ...others, applied });
}

const Applied = z.looseObject({ applied: Moment });

/** Negative when `a` was before `b`. */
export function compareMoments(a: Moment, b: Moment): number {
  const byText = a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
  return a.at - b.at || a.receivedAt - b.receivedAt || byText;
}

/** The state of a round that begins with this event. */
export function roundOf(
  moment: Moment,
  from: Pick<FaultState, 'faultKey' | 'route' | 'issue' | 'level' | 'peak' | 'openedAt'>,
): FaultState {
  return { ...from, priorityRank: from.peak, applied: moment, ...atFirst(moment) };
}

function atFirst({ at, receivedAt }: Moment) {
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
