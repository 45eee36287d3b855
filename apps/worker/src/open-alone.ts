/** An event on its own: its ledger record, an issue for it alone, and its plain ends. */
import type { AlertEvent, Plan } from '@guance-jira/mapping';
import { type LedgerEntry, openEntry } from './ledger.ts';
import { markerOf } from './marker.ts';
import { openIssue } from './open-issue.ts';
import type { HandleDeps, Step } from './step.ts';
import type { IssueRef } from './tracker.ts';

/** An issue for this event alone. `ending` does what is left once it stands. */
export function openAlone(
  event: AlertEvent,
  plan: Extract<Plan, { action: 'open' }>,
  record: LedgerEntry,
  { jira }: Pick<HandleDeps, 'jira'>,
  ending?: (issue: IssueRef, ours: boolean) => Promise<Step>,
): Promise<Step> {
  const marker = markerOf(event.eventId, event.eventId, plan.faultKey);
  return openIssue({ event, plan, marker, entry: record, record, ...(ending ? { ending } : {}) }, jira);
}

export function recordOf(event: AlertEvent, plan: Plan, { redis, keys, jira }: HandleDeps): LedgerEntry {
  return openEntry(redis, keys.event(event.eventId), { route: plan.route ?? '', eventId: event.eventId }, jira.ledger);
}

export async function ignored(plan: Extract<Plan, { action: 'ignore' }>, record: LedgerEntry): Promise<Step> {
  const reason = plan.detail ? `${plan.reason}: ${plan.detail}` : plan.reason;
  await record.settle({ outcome: 'ignored', route: plan.route, reason });
  return { step: 'done', outcome: 'ignored', reason, issueKey: null };
}

/** A failed event keeps its state, so that a retry goes on from there; only the outcome is noted. */
export async function orFailed(step: Step, route: string | null, record: LedgerEntry): Promise<Step> {
  if (step.step === 'fail') await record.settle({ outcome: 'failed', route, reason: step.reason });
  return step;
}
