/**
 * The way of one event: read → plan → claim → act → record. Everything that can happen to it ends in one Step; how a
 * step is carried out in the queue is consume.ts's business.
 */
import { type AlertEvent, isNotice, type Plan, planFor, type Rules, readEvent } from '@guance-jira/mapping';
import type { EventJob, Keys, Outcome, RedisClient } from '@guance-jira/queue';
import type { LateTracker } from './jira/connect-later.ts';
import type { JiraFailure } from './jira/failure.ts';
import type { Lanes, Place } from './lane.ts';
import { type LedgerEntry, type LedgerOptions, openEntry } from './ledger.ts';
import type { Lookout } from './look.ts';
import { markerOf } from './marker.ts';
import type { Memory } from './memory.ts';
import { openIssue } from './open-issue.ts';
import { settledBefore, waitForUpgrade } from './opening.ts';
import type { Pace } from './pace.ts';
import type { Patience } from './reconcile.ts';
import type { AnswerClass } from './retry.ts';
import type { Twins } from './twins.ts';

/** What shall happen to the job. Only `fail` spends it; waiting spends no attempt. */
export type Step =
  | { step: 'done'; outcome: Outcome; reason: string | null; issueKey: string | null; repeat?: boolean }
  /** Try this event again later. */
  | { step: 'wait'; ms: number; reason: string; afterwards?: () => Promise<void> }
  /** No request may go to Jira for a while: let all events wait. */
  | { step: 'pause'; ms: number; reason: string }
  | { step: 'fail'; reason: string };

/** A step, and what the log line tells besides. */
export interface Handled {
  step: Step;
  route: string | null;
  faultKey: string | null;
  warnings: readonly string[];
}

export interface HandleDeps {
  redis: RedisClient;
  keys: Keys;
  rules: () => Rules;
  jira: JiraSide;
  lanes: Lanes;
}

/** Everything that belongs to one Jira. */
export interface JiraSide {
  tracker: LateTracker;
  lookout: Lookout;
  twins: Twins;
  pace: Pace;
  memory: Memory;
  patience: Patience;
  /** How long an outage is waited out, in milliseconds. */
  retryForMs: number;
  ledger: LedgerOptions;
  /** A request failed in a way that concerns all events. */
  onTrouble: (kind: AnswerClass, failure: JiraFailure) => void;
  onReconciled: (result: 'found' | 'posted_again') => void;
}

/** @throws EventUnreadable for an event that cannot be read; the job then fails with its words */
export async function handleEvent(job: EventJob, deps: HandleDeps): Promise<Handled> {
  const event = readEvent(job.event, { eventId: job.eventId, receivedAt: job.receivedAt });
  const plan = planFor(event, deps.rules());
  if (plan.action === 'ignore') return ignore(event, plan, deps);
  const step = await open(event, plan, deps);
  return { step, route: plan.route, faultKey: plan.faultKey, warnings: plan.warnings };
}

type Open = Extract<Plan, { action: 'open' }>;

async function open(event: AlertEvent, plan: Open, deps: HandleDeps): Promise<Step> {
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

async function ignore(
  event: AlertEvent,
  plan: Extract<Plan, { action: 'ignore' }>,
  deps: HandleDeps,
): Promise<Handled> {
  const reason = plan.detail ? `${plan.reason}: ${plan.detail}` : plan.reason;
  // A notice has no id of its own, so there is nothing to remember it by.
  if (!isNotice(event)) {
    const entry = openEntry(
      deps.redis,
      deps.keys.event(event.eventId),
      { route: plan.route ?? '', eventId: event.eventId },
      deps.jira.ledger,
    );
    await entry.settle({ outcome: 'ignored', route: plan.route, reason });
  }
  return {
    step: { step: 'done', outcome: 'ignored', reason, issueKey: null },
    route: plan.route,
    faultKey: null,
    warnings: [],
  };
}
