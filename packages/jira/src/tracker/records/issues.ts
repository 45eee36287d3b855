/** Issues as a tracker shows them. Times are milliseconds by the tracker's clock. */
import type { FoundProperty, MarkerProperty } from './marker-property.ts';

/**
 * An issue by its id, which never changes, and its key, which changes when the issue moves to another project. Ids are whole
 * numbers that rise by the time of creation (`olderFirst`); a key is that of the project, `-`, and a number (`projectOfKey`).
 */
export interface IssueRef {
  id: string;
  key: string;
}

/** To sort by: what was made first is kept where there are two. */
export function olderFirst(a: Pick<IssueRef, 'id'>, b: Pick<IssueRef, 'id'>): number {
  return Number(a.id) - Number(b.id);
}

/** The project in which an issue stands by now. */
export function projectOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('-'));
}

/** Where an issue stands, whatever its project calls it. `done` is Jira's category for finished work. */
export type StatusCategory = 'new' | 'indeterminate' | 'done' | 'undefined';

/** An issue of ours as it is now. Times are milliseconds by the tracker's clock. */
export interface IssueNow extends IssueRef {
  /** Of its issue type. */
  typeId?: string | undefined;
  status: { name: string; category: StatusCategory };
  /** Name; null while it is unresolved, and where the project sets none. */
  resolution: string | null;
  resolvedAt: number | null;
  /** When its status was last changed; null when the history does not tell. */
  statusChangedAt: number | null;
  /** By whom and when, in no order, as far as the history tells. */
  statusChanges?: readonly StatusChange[];
  /** Its history surely shows all changes; Cloud gives the newest ones. */
  historyIsWhole?: boolean;
  priority: string | null;
  /** Somebody else than this account has changed the priority. */
  priorityIsTheirs: boolean;
  /** Those of the fields asked for, as they were asked for, that somebody else than this account has changed. */
  theirs?: readonly string[];
  property: MarkerProperty | null;
}

export interface StatusChange {
  /** Account id or name. */
  by: string;
  at: number;
}

/** An issue of ours that was changed lately, as a search shows it: it may lag behind. Times are milliseconds by the tracker's clock. */
export interface ChangedIssue extends IssueRef, Pick<IssueNow, 'status' | 'resolution' | 'resolvedAt'> {
  /** 0 where the answer does not tell. */
  createdAt: number;
  updatedAt: number;
}

/** An issue of ours as a search shows it. Times are milliseconds by the tracker's clock. */
export interface FoundIssue extends IssueRef {
  markers: string[];
  /** The property of ours; null where it has none, undefined where it was not read. */
  property?: FoundProperty | null;
  createdAt: number;
}

/** An issue as the tracker's store has it, read by its key. */
export interface StoredIssue extends FoundIssue {
  /** Account id or name of who made it; null where the answer does not tell. */
  creator: string | null;
}
