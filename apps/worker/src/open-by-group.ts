/** Which ledger record holds the issue's creation: the event's own, or under `group: fault` the fault's, in its turn. */
import type { AlertEvent, Plan } from '@guance-jira/mapping';
import type { Lanes, Place } from './lane.ts';
import { type LedgerEntry, openEntry } from './ledger.ts';
import { markerOf } from './marker.ts';
import { openIssue } from './open-issue.ts';
import { settledBefore, waitForUpgrade } from './opening.ts';
import type { HandleDeps, Step } from './step.ts';

type Open = Extract<Plan, { action: 'open' }>;

/** An issue for each event, or for each fault with the events of one object one at a time. */
export async function openByGroup(event: AlertEvent, plan: Open, deps: HandleDeps): Promise<Step> {
  const { redis, keys, jira } = deps;
  const from = { route: plan.route, eventId: event.eventId };
  const record = openEntry(redis, keys.event(event.eventId), from, jira.ledger);
  if (plan.group === 'event') {
    const marker = markerOf(event.eventId, event.eventId, plan.faultKey);
    return orFailed(await openIssue({ event, plan, marker, entry: record, record }, jira), plan, record);
  }
  const place = {
    objectKey: plan.objectKey,
    eventId: event.eventId,
    eventTime: event.eventTime ?? event.receivedAt,
    receivedAt: event.receivedAt,
  };
  const entered = await deps.lanes.enter(place);
  if (!entered.go) return waitBehind(entered.behind, place, deps.lanes);
  const step = await orFailed(await openOfFault(event, plan, record, deps), plan, record);
  if (step.step === 'done' || step.step === 'fail') await deps.lanes.leave(place);
  return step;
}

async function openOfFault(
  event: AlertEvent,
  plan: Open,
  record: LedgerEntry,
  { redis, keys, jira }: HandleDeps,
): Promise<Step> {
  const claimed = await record.claim();
  if (claimed.found === 'settled') return settledBefore(claimed);
  if (claimed.found === 'newer') return waitForUpgrade();
  const entry = openEntry(redis, keys.fault(plan.faultKey), { route: plan.route, eventId: event.eventId }, jira.ledger);
  const marker = markerOf(plan.faultKey, event.eventId, plan.faultKey);
  return openIssue({ event, plan, marker, entry, record }, jira);
}

/** Woken by the event before it; looking again by itself is only the safety net. */
function waitBehind(jobId: string, place: Place, lanes: Lanes): Step {
  return {
    step: 'wait',
    ms: 15_000,
    reason: `behind ${jobId} of the same object`,
    afterwards: () => lanes.knock(place),
  };
}

/** A failed event keeps its state, so that a retry goes on from there; only the outcome is noted. */
async function orFailed(step: Step, plan: Plan, record: LedgerEntry): Promise<Step> {
  if (step.step === 'fail') await record.settle({ outcome: 'failed', route: plan.route, reason: step.reason });
  return step;
}
