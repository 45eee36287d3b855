/** An event on its own: its ledger record, an issue for it alone, and its plain ends. */

import type { IssueRef } from '@guance-jira/jira';
import { eventMarkerOf } from '@guance-jira/jira';
import { type LedgerEntry, openEntry, type StormPlace } from '@guance-jira/ledger';
import { type AlertEvent, issueRouteNamed, type Plan, type Rules } from '@guance-jira/mapping';
import { jobIdFor } from '@guance-jira/queue';
import { type Opening, settledBefore } from '../create/creation.ts';
import { openIssue } from '../create/ensure-issue.ts';
import { standsForgotten } from '../create/forgotten.ts';
import { isStep, type Step } from '../disposition.ts';
import { type Listed, listedInStorm, stormNameOf } from '../storms/admit.ts';
import type { HandleDeps } from './deps.ts';

/** `place`: where a storm lists it, or will, by an attempt before this one. */
type Alone = Pick<HandleDeps, 'jira' | 'redis' | 'keys' | 'storms' | 'jobId' | 'workspace'> & {
  place: StormPlace | null;
};

/** An issue for this event alone, unless a storm lists it. `ending` does what is left once it stands. */
export async function openAlone(
  event: AlertEvent,
  plan: Extract<Plan, { action: 'open' }>,
  record: LedgerEntry,
  deps: Alone,
  rules: Rules,
  ending?: (issue: IssueRef, ours: boolean) => Promise<Step>,
): Promise<Step> {
  const first = deps.jobId === jobIdFor(event.eventId);
  const marker = eventMarkerOf(event, deps.workspace, first, plan.recovers ? plan.route : null);
  const opening = { event, plan, marker, entry: record, record };
  const listed = await inStorm(opening, deps, rules);
  if (isStep(listed)) return listed;
  if (listed) {
    await record.settle({ outcome: 'listed', route: plan.route, reason: null, issue: listed.issue });
    return { step: 'done', outcome: 'listed', reason: null, issueKey: listed.issue.key };
  }
  return openIssue({ ...opening, ...(ending ? { ending } : {}) }, deps.jira);
}

/** Not for an event that has its outcome: a second delivery is told the first one. */
async function inStorm(opening: Opening, deps: Alone, rules: Rules): Promise<Listed | Step | null> {
  const { event, plan, record } = opening;
  const route = issueRouteNamed(plan.route, rules);
  if (route === null) return null;
  // Whoever is on a list stays there when the rules know no storms any more.
  if (rules.storm === null && deps.place === null) return null;
  const claimed = await record.claim();
  if (claimed.found === 'settled') return settledBefore(claimed);
  const stands = async () => claimed.found === 'reserved' && standsForgotten(opening, deps.jira, claimed);
  const fresh = claimed.found === 'reserved' && claimed.fresh;
  const about = { subject: stormNameOf(event, deps.jobId), faultKey: null, entryKey: record.key, fresh, stands };
  return listedInStorm({ ...deps, ...about, event, plan, record, route, storm: rules.storm });
}

export function recordOf(
  event: AlertEvent,
  plan: Plan,
  { redis, keys, jira, jobId, workspace }: HandleDeps,
): LedgerEntry {
  const from = { route: plan.route ?? '', eventId: event.eventId, workspace };
  return openEntry(redis, keys.record(jobId), from, jira.ledger);
}

/** A failed event keeps its state, so that a retry goes on from there; only the outcome is noted. */
export async function orFailed(step: Step, route: string | null, record: LedgerEntry): Promise<Step> {
  if (step.step === 'fail') await record.settle({ outcome: 'failed', route, reason: step.reason });
  return step;
}
