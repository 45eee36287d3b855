/** One event on its way to its issue, and the ends that several paths share. */

import type { IssueRef, Marker } from '@guance-jira/jira';
import type { Claimed, LedgerEntry } from '@guance-jira/ledger';
import type { AlertEvent, IgnorePlan, Plan } from '@guance-jira/mapping';
import type { Outcome } from '@guance-jira/queue';
import type { Step } from '../disposition.ts';
import type { OfEvent } from '../throttle/deps.ts';
import type { CreateDeps } from './deps.ts';

export interface Opening extends OfEvent {
  event: AlertEvent;
  plan: Extract<Plan, { action: 'open' }>;
  marker: Marker;
  /** The record that holds how far the creation has come: the event's own, or under `group: fault` the fault's. */
  entry: LedgerEntry;
  /** What is to be done once the issue stands, and the event's end; repeated when it has to wait. `ours`: this event opened it. */
  ending?: (issue: IssueRef, ours: boolean) => Promise<Step>;
}

/**
 * Records the issue as this event's, and ends it.
 * @param madeIn the project in which it has just been made
 */
export async function created(opening: Opening, issue: IssueRef, jira: CreateDeps, madeIn?: string): Promise<Step> {
  jira.memory.issueSeen();
  const confirmed = confirm(opening, issue, jira, madeIn);
  const ordered = opening.plan.context && jira.onIssueOpened?.(opening, issue);
  // The outcome follows on the same connection, so Redis records them in this order, and in one round trip.
  if (!opening.ending) return (await Promise.all([settled(opening, 'created', null, issue), confirmed, ordered]))[0];
  await Promise.all([confirmed, ordered]);
  return opening.ending(issue, true);
}

async function confirm(opening: Opening, issue: IssueRef, jira: CreateDeps, madeIn?: string): Promise<void> {
  const standing = await opening.entry.confirm(issue, madeIn);
  if (standing === issue.id) return;
  jira.onConflict('second_issue');
  await checkForDuplicates(opening, jira, [0]);
}

/** Has the marker looked at again, now or later: two issues may carry it. */
export async function checkForDuplicates(
  opening: Opening,
  jira: CreateDeps,
  delaysMs: readonly number[],
): Promise<void> {
  const { marker, entry, plan } = opening;
  const check = {
    label: marker.label,
    record: entry.key,
    language: plan.draft.language,
    ...(plan.draft.audience === undefined ? {} : { audience: plan.draft.audience }),
    since: Date.now() - 86_400_000,
  };
  await jira.duplicates.checkAfter(check, delaysMs);
}

/** Workers are upgraded first; until this one is, it must not touch what a newer one has written. */
export function waitForUpgrade(): Step {
  const reason = 'the ledger record was written by a newer version; upgrade this worker';
  return { step: 'wait', ms: 60_000, reason, upgrade: true };
}

/** A delivery of an event that has its outcome already: that one stands. */
export function settledBefore(claimed: Extract<Claimed, { found: 'settled' }>): Step {
  const { outcome, reason, issueKey, route } = claimed;
  return {
    step: 'done',
    outcome,
    reason: reason || null,
    issueKey: issueKey || null,
    ...(route === '' ? {} : { route }),
    repeat: true,
  };
}

/** Under `group: fault`: the fault has its issue from an earlier event, so this one only belongs to it. */
export async function repeated(opening: Opening, issue: IssueRef): Promise<Step> {
  return opening.ending?.(issue, false) ?? settled(opening, 'ignored', 'repeat: the fault has its issue', issue);
}

export async function ignored(plan: IgnorePlan, record: Pick<LedgerEntry, 'settle'>): Promise<Step> {
  const { route } = plan;
  const reason = plan.detail ? `${plan.reason}: ${plan.detail}` : plan.reason;
  await record.settle({ outcome: 'ignored', route, reason });
  return { step: 'done', outcome: 'ignored', reason, issueKey: null, ...(route === null ? {} : { route }) };
}

async function settled(opening: Opening, outcome: Outcome, reason: string | null, issue: IssueRef): Promise<Step> {
  await opening.record.settle({ outcome, route: opening.plan.route, reason, issue });
  return { step: 'done', outcome, reason, issueKey: issue.key };
}
