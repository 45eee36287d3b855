/**
 * Pure: what becomes of a storm's list when a comment of it is refused, by Jira or by something before it. Nobody waits for a comment
 * that cannot be written.
 */

export interface Refusal {
  /** Null: it is not Jira's own word, so that only the text can be the reason. */
  status: number | null;
  /** Entries in the refused comment. */
  entries: number;
  /** Comments with a single entry that were refused in a row, this one included. */
  aloneInARow: number;
  /** Issues of this window that were gone, this one included. */
  gone: number;
}

export type AfterRefusal =
  /** The issue was deleted: another one takes its place. */
  | 'another_issue'
  /** The text of one of them may be the reason, or there are too many. */
  | 'fewer'
  /** This entry gets an issue of its own. */
  | 'give_up_one'
  /** The issue takes no comments: all that wait get issues of their own, and the window lists no more. */
  | 'give_up_all';

/** Three texts in a row that are each refused alone: it is not the texts. */
const MAX_ALONE = 3;

export function afterRefusal({ status, entries, aloneInARow, gone }: Refusal): AfterRefusal {
  // A second one that is gone as well is one that this account may not see, or somebody wants none.
  if (status === 404) return gone > 1 ? 'give_up_all' : 'another_issue';
  // No right to comment, an archived project, an issue that its workflow locks.
  if (status === 403) return 'give_up_all';
  if (entries > 1) return 'fewer';
  return aloneInARow >= MAX_ALONE ? 'give_up_all' : 'give_up_one';
}

/** So many tries of one text pass for an edge that is ill for a moment; its parts have none of their own. */
export const MAY_PASS_TRIES = 4;

/** @param waits how many there were since the last comment was written, this one included */
export function growingMs(waits: number, { least, most }: { least: number; most: number }): number {
  return Math.min(least * 2 ** Math.min(waits - 1, 20), most);
}
