/**
 * The way of one event: read → plan → claim → act → record. Everything that can happen to it ends in one Step; how a
 * step is carried out in the queue is consume.ts's business.
 */
import { type AlertEvent, isNotice, type Plan, planFor, readEvent } from '@guance-jira/mapping';
import type { EventJob } from '@guance-jira/queue';
import { openEntry } from './ledger.ts';
import { openByGroup } from './open-by-group.ts';
import type { HandleDeps, Handled } from './step.ts';

/** @throws EventUnreadable for an event that cannot be read; the job then fails with its words */
export async function handleEvent(job: EventJob, deps: HandleDeps): Promise<Handled> {
  const event = readEvent(job.event, { eventId: job.eventId, receivedAt: job.receivedAt });
  const plan = planFor(event, deps.rules());
  if (plan.action === 'ignore') return ignore(event, plan, deps);
  const step = await openByGroup(event, plan, deps);
  const warnings = [...plan.warnings, ...(step.step === 'done' ? (step.warnings ?? []) : [])];
  return { step, route: plan.route, faultKey: plan.faultKey, warnings };
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
