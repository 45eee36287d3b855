/** What is known of an object, as it may stand in Redis. */
import { levels } from '@guance-jira/mapping';
import { z } from 'zod';
import { StormWindow } from '../storm-records.ts';
import { Moment } from './moment.ts';

const Issue = z.object({ id: z.string(), key: z.string() });

/** Times are milliseconds by the events' own clock, unless they say otherwise. */
export const StateSchema = z.object({
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
  /** Print of what the fields that follow the fault were last written with. */
  followed: z.string().optional(),
  /** For what its issue was made, as far as the event chose it. */
  chosen: z.object({ project: z.string().optional(), issueType: z.string().optional() }).optional(),
});
