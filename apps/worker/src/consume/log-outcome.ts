/** The one line per event, with every decision made on the way, and the metrics that go with it. */
import { EventJob, type EventOutcome, type Tally } from '@guance-jira/queue';
import type { Log } from '@guance-jira/service';
import type { Job } from 'bullmq';
import type { Handled } from '../disposition.ts';
import type { WorkerMetrics } from '../observe/metrics.ts';
import { traceIdOf } from './trace-job.ts';

export function writeOutcome(
  job: Job,
  outcome: EventOutcome,
  handled: Handled | null,
  { log, metrics, tally }: { log: Log; metrics: WorkerMetrics; tally: Pick<Tally, 'add'> },
): void {
  const stamp = Stamp.safeParse(job.data).data;
  const receivedAt = stamp?.receivedAt;
  const durationMs = receivedAt === undefined ? null : Date.now() - receivedAt;
  const repeat = handled?.step.step === 'done' && handled.step.repeat === true;
  const fields = {
    eventId: eventIdOf(job),
    faultKey: handled?.faultKey ?? null,
    route: outcome.route,
    outcome: outcome.outcome,
    issueKey: outcome.issueKey,
    attempt: job.attemptsMade + (outcome.outcome === 'failed' ? 0 : 1),
    durationMs,
    reason: outcome.reason,
    ...(repeat ? { repeat } : {}),
    ...(stamp?.caughtUp ? { caughtUp: true } : {}),
    traceId: traceIdOf(job),
    ...(handled && handled.warnings.length > 0 ? { warnings: handled.warnings } : {}),
  };
  if (outcome.outcome === 'failed') log.error('event handled', fields);
  else log.info('event handled', fields);
  if (repeat) metrics.repeated();
  else {
    metrics.handled(outcome, durationMs);
    tally.add(outcome, durationMs, Date.now());
  }
}

export function eventIdOf(job: Job): string {
  return Stamp.safeParse(job.data).data?.eventId ?? job.id ?? 'unknown';
}

/** What the line tells of the job; looking through the whole event again would cost as much as writing the line. */
const Stamp = EventJob.pick({ eventId: true, receivedAt: true, caughtUp: true });
