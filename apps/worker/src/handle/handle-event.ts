/**
 * The way of one event: read → plan → claim → act → record. Everything that can happen to it ends in one Step; how a
 * step is carried out in the queue is consume/worker.ts's business.
 */

import { keepWarnings, ofJob, openEntry } from '@guance-jira/ledger';
import {
  type AlertEvent,
  type IgnorePlan,
  inTimezone,
  planFor,
  type Rules,
  readAlert,
  timezoneOf,
} from '@guance-jira/mapping';
import { type EventJob, isRedisTransient, jobIdFor } from '@guance-jira/queue';
import type { Handled } from '../disposition.ts';
import type { HandleDeps } from '../groups/deps.ts';
import { asKept } from '../groups/kept-as.ts';
import { stillBlocked } from '../throttle/acquire.ts';
import type { OfEvent } from '../throttle/deps.ts';
import type { WorkerDeps } from './deps.ts';
import { byGroup, laneOf, type Planned } from './open-by-group.ts';
import { asBegun } from './pinned-route.ts';

/**
 * @param jobId of its job
 * @param blocked the kind of request for whose turn it waits
 * @throws EventUnreadable for an event that cannot be read; the job then fails with its words
 */
export async function handleEvent(
  job: EventJob,
  deps: WorkerDeps,
  jobId = jobIdFor(job.eventId),
  blocked?: string,
): Promise<Handled> {
  const read = readAlert(job.event, { eventId: job.eventId, receivedAt: job.receivedAt });
  deps.hear?.(read);
  const of: HandleDeps = { ...deps, ...(await ofJob(job, jobId, deps)) };
  const held = blocked === undefined ? null : await stillBlocked(recordOf(job, of), of.jira, blocked);
  if (held) return { step: held, route: null, faultKey: null, warnings: [] };
  const kept = await asKept(await deps.messages.read(read), deps);
  if (kept.notice) return notice();
  const asNow = planned(kept, deps.rules());
  // Hardly any event has begun before: what comes next for the others is asked in the same turn with Redis.
  const [begun, lane] = await Promise.all([asBegun(kept, asNow.plan, asNow.rules, of), laneOf(asNow, of)]);
  const way = begun.rules === asNow.rules ? asNow : planned(kept, begun.rules, begun.unlessMade);
  const { event, plan } = way;
  // Whoever has entered a lane leaves it at the end.
  const step = await byGroup(way, way === asNow ? lane : (lane ?? (await laneOf(way, of))), {
    ...of,
    place: begun.place,
  });
  const warnings = [
    ...(plan.action === 'open' ? plan.warnings : []),
    ...(step.step === 'done' ? (step.warnings ?? []) : []),
  ];
  const route = (step.step === 'done' ? step.route : undefined) ?? plan.route;
  if (step.step === 'done' || step.step === 'fail') await keepFor(warnings, of);
  const group = plan.action === 'open' ? { group: plan.group } : {};
  return { step, route, faultKey: event.faultKey, ...group, warnings };
}

/** Of an event that only waits: nothing is written there but how long. */
function recordOf({ eventId }: EventJob, { redis, keys, jira, jobId, workspace }: HandleDeps): OfEvent {
  return { record: openEntry(redis, keys.record(jobId), { route: '', eventId, workspace }, jira.ledger) };
}

function planned(kept: AlertEvent, rules: Rules, unlessMade: IgnorePlan | null = null): Planned {
  const plan = planFor(kept, rules);
  const event = inTimezone(kept, timezoneOf(plan.route, rules));
  return { event, rules, plan: plan.action === 'open' && unlessMade ? { ...plan, unlessMade } : plan };
}

/** For `find`. They are in the log as well, so a Redis that fails right now is no reason to take the event up again. */
async function keepFor(warnings: readonly string[], { redis, keys, jobId }: HandleDeps): Promise<void> {
  await keepWarnings(redis, keys.record(jobId), warnings).catch((error: unknown) => {
    if (!isRedisTransient(error)) throw error;
  });
}

/** It has no id of its own, so there is nothing to remember it by. */
function notice(): Handled {
  return {
    step: { step: 'done', outcome: 'ignored', reason: 'notice', issueKey: null },
    route: null,
    faultKey: null,
    warnings: [],
  };
}
