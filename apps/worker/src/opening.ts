/** One event on its way to its issue, and the two ends that every path shares. */
import type { AlertEvent, Plan } from '@guance-jira/mapping';
import type { JiraSide, Step } from './handle-event.ts';
import type { LedgerEntry } from './ledger.ts';
import type { IssueRef, Marker } from './tracker.ts';

export interface Opening {
  event: AlertEvent;
  plan: Extract<Plan, { action: 'open' }>;
  marker: Marker;
  entry: LedgerEntry;
}

/** Records the issue as this event's, and ends it. */
export async function created(opening: Opening, issue: IssueRef, jira: JiraSide): Promise<Step> {
  jira.memory.issueSeen();
  const standing = await opening.entry.confirm(issue);
  if (standing !== issue.id) jira.onReconciled('twins');
  await opening.entry.settle({ outcome: 'created', route: opening.plan.route, reason: null });
  return { step: 'done', outcome: 'created', reason: null, issueKey: issue.key };
}

/** Ends an event for which Jira has been unreachable too long. Its record stays as it is, for a later retry. */
export async function waitedTooLong(opening: Opening, jira: JiraSide): Promise<Step | null> {
  const ms = await opening.entry.waitingMs();
  if (ms <= jira.retryForMs) return null;
  return {
    step: 'fail',
    reason: `Jira could not be used for ${Math.round(ms / 60_000)} minutes (JIRA_RETRY_FOR); retry when it is well`,
  };
}
