/** What a search, or a reading by keys, brings. */

import type { ChangedIssue, FoundIssue, StoredIssue } from './issues.ts';

export interface KeysRead {
  /** By the key that was asked for, which is not always the key that the issue has now. */
  found: ReadonlyMap<string, StoredIssue>;
  /** Issues that were moved, where the answer does not tell which key led to them. */
  moved: readonly StoredIssue[];
  /** As in `Found`. */
  clockSkewMs: number;
}

/** How far a search may go. */
export interface Paging {
  /** Pages at most. */
  pages: number;
  /** Before each request after the first: waits until it may go. */
  slot: () => Promise<void>;
}

/** Issues that were changed lately, the newest first. */
export interface Changed {
  issues: ChangedIssue[];
  /** False when there were more than we read: the oldest changes are missing. */
  complete: boolean;
  /** So many were in a form that nobody can read. */
  unread: number;
}

export interface Found {
  issues: FoundIssue[];
  /** The tracker's clock minus ours, in milliseconds, from its Date header; 0 when it sent none. */
  clockSkewMs: number;
  /** False when there were more issues than we read: what is missing here may still be there. */
  complete: boolean;
}
