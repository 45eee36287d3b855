/** Pure: what a look at an issue says for the way back. */
import type { IssueNow } from '@guance-jira/jira';
import type { IssueRoute } from '@guance-jira/mapping';
import type { IssueFacts } from './decide.ts';

type Seen = Pick<IssueNow, 'status' | 'resolution' | 'resolvedAt'> &
  Partial<Pick<IssueNow, 'statusChangedAt' | 'statusChanges'>>;

export function factsOf(issue: Seen, route: Pick<IssueRoute, 'wontFix'> | null, ours: ReadonlySet<string>): IssueFacts {
  const resolution = issue.resolution?.trim().toLowerCase();
  const [last] = [...(issue.statusChanges ?? [])].sort((a, b) => b.at - a.at);
  return {
    done: issue.status.category === 'done',
    wontFix: route?.wontFix.some((name) => name.trim().toLowerCase() === resolution) ?? null,
    closing: String(issue.statusChangedAt ?? issue.resolvedAt ?? 'undated'),
    closedByUs: last !== undefined && ours.has(last.by),
  };
}

/** By which a poll tells what was read already; alike in the answer to a search and to a read. */
export function printOf({ status, resolution, resolvedAt }: Seen): string {
  return JSON.stringify([status.name, resolution, resolvedAt]);
}
