/**
 * Pure: what to do about a create whose answer was lost, after a look into Jira. Jira has no idempotency key and its
 * search lags behind its writes, so "not found" means "not there" only late, and only with proof that the look saw
 * anything at all.
 */
import { type Found, type FoundIssue, olderFirst, type ReconcileTimeouts } from '@guance-jira/jira';

export interface Look {
  /** Milliseconds since the last POST of this event, or since its answer where one came: Jira acted before that. */
  elapsedMs: number;
  /** Whether Jira itself answered that POST (with a 5xx, say), so that it is not still on its way. */
  answered: boolean;
  /** Issues that carry the marker. */
  found: readonly FoundIssue[];
  /** `/myself` works: an expired token can make a search come back empty. */
  alive: boolean;
  /** The same search read everything in which the issue would stand. */
  complete: boolean;
  /** The same search saw another issue of ours created after the POST, so the index does not stand still. */
  watermark: boolean;
}

export type AfterLook =
  | { next: 'confirm'; issue: FoundIssue; duplicates: FoundIssue[] }
  | { next: 'post' }
  | { next: 'wait'; ms: number };

/** The POST must leave this soon after `sent` was written, so that `sentAt` tells when Jira can have got it. */
export const LATEST_POST_MS = 2000;
/**
 * Without a watermark the index may stand still, so its lag is allowed five times as long. A watermark shortens no further: the
 * index is not monotone, and single issues stay out of it while younger ones are found.
 */
const WITHOUT_WATERMARK = 5;

export function afterLook(look: Look, reconcileTimeouts: ReconcileTimeouts): AfterLook {
  const [issue, ...duplicates] = [...look.found].sort(olderFirst);
  if (issue) return { next: 'confirm', issue, duplicates };
  const left = notThereAfterMs(look, reconcileTimeouts) - look.elapsedMs;
  if (look.alive && look.complete && left <= 0) return { next: 'post' };
  return { next: 'wait', ms: nextLookMs(look.elapsedMs, left) };
}

/** Milliseconds after the POST from which an empty look counts. */
export function notThereAfterMs(
  look: Pick<Look, 'answered' | 'watermark'>,
  reconcileTimeouts: ReconcileTimeouts,
): number {
  const settle = reconcileTimeouts.settleMs * (look.watermark ? 1 : WITHOUT_WATERMARK);
  return look.answered ? settle : settle + reconcileTimeouts.timeoutMs + reconcileTimeouts.lateCommitMs;
}

/** Looks are rarer the longer it takes: at half the time again, between half a second and a minute, and just when it counts. */
export function nextLookMs(elapsedMs: number, leftMs: number): number {
  const pause = Math.min(Math.max(elapsedMs / 2, 500), 60_000);
  return Math.round(leftMs > 0 ? Math.min(pause, leftMs + 50) : pause);
}

/**
 * Milliseconds after the last POST before which no further one goes. One lost answer is not held up by it; a create whose every
 * answer is lost may be made late each time, and each could be a second issue.
 * @param posts that are unaccounted for
 */
export function nextPostAfterMs(posts: number, { lateCommitMs }: Pick<ReconcileTimeouts, 'lateCommitMs'>): number {
  return posts < 2 ? 0 : lateCommitMs * Math.min(2 ** (posts - 1), LONGEST_BETWEEN_POSTS);
}

/** About eight minutes, while JIRA_LATE_COMMIT_MS is as given. */
const LONGEST_BETWEEN_POSTS = 8;

/**
 * What one search tells about one event. `sentAt`, by our clock, is when its POST went, or was answered: an issue that a slow
 * request made just before its answer is younger than others made meanwhile, so those are no watermarks. Issues' times are by
 * Jira's clock.
 */
export function readLook(
  recent: Found,
  label: string,
  sentAt: number,
  reconcileTimeouts: ReconcileTimeouts,
): Pick<Look, 'complete' | 'watermark'> & { found: FoundIssue[] } {
  const sentThere = sentAt + recent.clockSkewMs;
  const others = recent.issues.filter((issue) => !issue.markers.includes(label));
  const last = recent.issues.at(-1)?.createdAt ?? 0;
  return {
    found: recent.issues.filter((issue) => issue.markers.includes(label)),
    // The Date header has whole seconds, so a watermark must be clearly younger.
    watermark: others.some((issue) => issue.createdAt > sentThere + 2000),
    complete: recent.complete || last > sentThere + reconcileTimeouts.timeoutMs + reconcileTimeouts.lateCommitMs + 2000,
  };
}
