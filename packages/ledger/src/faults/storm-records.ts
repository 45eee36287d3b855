/** What storms keep in Redis as JSON, and what an event is told by them. */

import type { IssueRef } from '@guance-jira/jira';
import { type Group, type Language, type ListedFault, languages, levels } from '@guance-jira/mapping';
import { z } from 'zod';
import { readMember } from '../read-member.ts';

/**
 * A window, by its route and the arrival with which it began (milliseconds by the receiver's clock). Where the event chooses the project,
 * each project has windows of its own: what is listed in the issue of another team, nobody would look for.
 */
export const StormWindow = z.object({ route: z.string(), project: z.string().optional(), start: z.number() });
export type StormWindow = z.infer<typeof StormWindow>;
/** Whose windows. */
export type StormOwner = Pick<StormWindow, 'route' | 'project'>;

export function ownerOf({ route, project }: StormOwner): StormOwner {
  return { route, ...(project === undefined ? {} : { project }) };
}

export function windowOf(window: StormWindow): StormWindow {
  return { ...ownerOf(window), start: window.start };
}

export function isSameWindow(a: StormWindow, b: StormWindow): boolean {
  return a.route === b.route && a.project === b.project && a.start === b.start;
}

/** One text for an owner; no route's name has a slash. */
export function ownerText({ route, project }: StormOwner): string {
  return project === undefined ? route : `${route}/${project}`;
}

export const StormEntry = z.object({
  eventId: z.string(),
  /** Null for an event under `group: event`, which nothing recovers. */
  faultKey: z.string().nullable(),
  at: z.number(),
  level: z.string().nullable(),
  title: z.string(),
  object: z.string(),
  /** Of the comment that lists it; entries of older versions have none. */
  language: z.enum(languages).optional(),
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
