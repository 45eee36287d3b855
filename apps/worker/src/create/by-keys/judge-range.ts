/**
 * Pure: what the keys above the highest one known before a POST tell about its issue. Reading by key reads Jira's store, not its
 * index, and the keys of a project rise by one: so an issue that was made has one of these keys, and is seen at once.
 */

import { olderFirst, type ReconcileTimeouts, type StoredIssue } from '@guance-jira/jira';
import type { RangeRead } from './key-reader.ts';

export interface LostCreate {
  /** Milliseconds since the request ended, after which Jira may still be at work for JIRA_LATE_COMMIT_MS. Negative while it may be under way. */
  sinceEndMs: number;
  /** When the request ended, by our wall clock. */
  endedAt: number;
  /** Whether this is its issue. */
  isIts: (issue: StoredIssue) => boolean;
  /** An issue of ours in this project was seen once. One that we may create but not see proves nothing by its absence. */
  seen: boolean;
}

export type Judgement =
  | { verdict: 'found'; issues: StoredIssue[] }
  /** Too early to tell. */
  | { verdict: 'wait'; ms: number }
  | { verdict: 'not_there' }
  /** Not there either, as far as could be read; a search must find nothing too. */
  | { verdict: 'gaps' }
  /** Keys cannot tell: search alone decides. */
  | { verdict: 'unknown' };

/** The Date header has whole seconds, so what is younger must be clearly younger. */
const CLEARLY_MS = 2000;
/** A gap may be the key of an issue that is being made just now, often by another event of ours: then it is soon closed. */
const GAP_AGAIN_MS = 10_000;

export function judgeRange(read: RangeRead, lost: LostCreate, reconcileTimeouts: ReconcileTimeouts): Judgement {
  const its = proven([...read.found.values(), ...read.moved].filter(lost.isIts));
  if (its.length > 0) return { verdict: 'found', issues: oldestFirst(its) };
  if (!lost.seen) return { verdict: 'unknown' };
  const left = reconcileTimeouts.lateCommitMs - lost.sinceEndMs;
  if (left > 0) return read.tooLong ? { verdict: 'unknown' } : { verdict: 'wait', ms: left };
  const watermark = firstCreatedAfter(
    read,
    lost.endedAt + read.clockSkewMs + reconcileTimeouts.lateCommitMs + CLEARLY_MS,
  );
  if (watermark === null && read.tooLong) return { verdict: 'unknown' };
  if (!hasGap(read, watermark ?? Math.max(0, ...read.found.keys()))) return { verdict: 'not_there' };
  const leftWithGaps = left + reconcileTimeouts.settleMs;
  return leftWithGaps > 0 ? { verdict: 'wait', ms: Math.min(leftWithGaps, GAP_AGAIN_MS) } : { verdict: 'gaps' };
}

/** Several projects of one event, where its route changed between two POSTs: all must agree that it is not there. */
export function together(judgements: readonly Judgement[]): Judgement {
  const [first, ...others] = judgements;
  if (first === undefined) return { verdict: 'unknown' };
  return others.reduce((one, other) => (rank(other) > rank(one) ? other : one), first);
}

function rank(judgement: Judgement): number {
  return ['not_there', 'gaps', 'wait', 'unknown', 'found'].indexOf(judgement.verdict);
}

/** The least number whose issue is so young. What Jira can still have done with the POST has a lower one. */
function firstCreatedAfter({ found }: RangeRead, time: number): number | null {
  const young = [...found].filter(([, { createdAt }]) => createdAt > time).map(([number]) => number);
  return young.length > 0 ? Math.min(...young) : null;
}

/** The highest key known before is part of the range: if even that one cannot be read, numbers may have begun anew. */
function hasGap({ from, found }: RangeRead, end: number): boolean {
  const first = Math.max(from, 1);
  if (from > 0 && !found.has(from)) return true;
  for (let number = first; number <= end; number += 1) if (!found.has(number)) return true;
  return false;
}

/** A clone has the labels of its original, and not its property. */
function proven(issues: readonly StoredIssue[]): readonly StoredIssue[] {
  const own = issues.filter(({ property }) => property);
  return own.length > 0 ? own : issues;
}

function oldestFirst(issues: readonly StoredIssue[]): StoredIssue[] {
  const each = new Map(issues.map((issue) => [issue.id, issue]));
  return [...each.values()].sort(olderFirst);
}
