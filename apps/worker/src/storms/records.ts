/** What storms keep in Redis as JSON, and what an event is told by them. */

import type { IssueRef } from '@guance-jira/jira';
import { type Group, type Language, type ListedFault, levels } from '@guance-jira/mapping';
import { z } from 'zod';
import { readMember } from '../ledger/read-member.ts';

/** A window, by its route and the arrival with which it began (milliseconds by the receiver's clock). */
export const StormWindow = z.object({ route: z.string(), start: z.number() });
export type StormWindow = z.infer<typeof StormWindow>;

export const StormEntry = z.object({
  eventId: z.string(),
  /** Null for an event under `group: event`, which nothing recovers. */
  faultKey: z.string().nullable(),
  at: z.number(),
  level: z.string().nullable(),
  title: z.string(),
  object: z.string(),
  /** Of the comment that lists it; entries of older versions have none. */
  language: z.enum(['zh', 'en']).optional(),
});
export type StormEntry = z.infer<typeof StormEntry>;

/** The rules with which a window began. They hold for it to its end, whatever the rules say by then. */
export const StormAbout = z.object({
  limit: z.number(),
  windowMs: z.number(),
  keep: z.array(z.enum(levels)),
  keepLimit: z.number(),
  timezone: z.string(),
});
export type StormAbout = z.infer<typeof StormAbout>;

/** Where an event has its verdict from. Kept in its own ledger record until its outcome. */
export const StormPlace = StormWindow.extend({ subject: z.string(), group: z.enum(['event', 'fault']) });
export type StormPlace = z.infer<typeof StormPlace>;

export type Verdict =
  | { verdict: 'own' }
  /** `out`: the comment waits for a Jira that cannot be used. */
  | { verdict: 'list'; window: StormWindow; out: boolean }
  /** In a confirmed comment; the issue is unknown where an older version wrote it. */
  | { verdict: 'listed'; window: StormWindow; issue: IssueRef | null };

export function entryOf(eventId: string, faultKey: string | null, fault: ListedFault, language: Language): StormEntry {
  return { eventId, faultKey, ...fault, language };
}

/** The place of an event in a storm, as its ledger record has it. */
export function placeIn(text: string | null | undefined): (StormPlace & { group: Group }) | null {
  return text ? readMember(StormPlace, text) : null;
}
