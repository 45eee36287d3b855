/** The BullMQ worker: takes jobs, carries out the step that handle-event.ts decides, writes the one line per event. */

import { backoffMs } from '@guance-jira/jira';
import { EventUnreadable } from '@guance-jira/mapping';
import {
  EventJob,
  type EventOutcome,
  isNewerJob,
  isRedisTransient,
  type Keys,
  QUEUE_NAME,
  type RedisClient,
  type Tally,
} from '@guance-jira/queue';
import { errorFields, type Log, rateLimitedLog, type Tracing } from '@guance-jira/service';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { ChangeDeps } from '../back/change-step.ts';
import type { Handled } from '../disposition.ts';
import type { WorkerDeps } from '../handle/deps.ts';
import { handleEvent } from '../handle/handle-event.ts';
import type { WorkerMetrics } from '../observe/metrics.ts';
import { backOffOnErrors } from './error-backoff.ts';
import { eventIdOf, writeOutcome } from './log-outcome.ts';
import { isChangeJob, processChange } from './process-change.ts';
import { putAside, unlessRedisIsIll, type Waiting } from './put-aside.ts';
import type { LockTimes } from './shorten-locks.ts';
import { createSplitFaults } from './split-faults.ts';
import { createSuspects, type Suspects } from './suspects.ts';
import { toldOf } from './tell-why.ts';
import { traceEvent } from './trace-job.ts';

export interface ConsumeOptions {
  connection: RedisClient;
  keys: Keys;
  concurrency: number;
  keepCompletedMs: number;
  keepFailedMs: number;
  issueUrl: (key: string) => string | null;
  metrics: WorkerMetrics;
  tally: Pick<Tally, 'add'>;
  /** For jobs that tell of changes in Jira. */
  changes: Omit<ChangeDeps, 'onDeed'>;
  /** Null: no traces. */
  tracing: Tracing | null;
  log: Log;
}

/** A lock is renewed at half its time; a killed worker's jobs go to another one within about this and the time between two looks. */
export const LOCK_TIMES: LockTimes = { lockMs: 15_000, stalledCheckMs: 5000 };
/**
 * How long an idle worker waits for a sign of new work, and so how late it may be after a pause: BullMQ puts a prioritized job
 * back without such a sign (moveJobFromActiveToWait of 6.7.0). Its default of 5 s would come on top of a pause of one.
 */
const IDLE_WAIT_S = 1;
/** BullMQ's own limit of 1 would fail a job whose worker crashed twice. A crash is no verdict on the event; suspects.ts tells when it is. */
const CRASHES_ALLOWED = 1_000_000;

export function consume(deps: WorkerDeps, options: ConsumeOptions): Worker {
  const { tracing } = options;
  const outdated = rateLimitedLog<string>(60_000, (eventId, suppressed) =>
    options.log.warn('events wait for a newer worker', { eventId, todo: 'upgrade this worker', suppressed }),
  );
  const suspects = createSuspects(deps.redis, deps.rules);
  const noteSplit = createSplitFaults(options.log);
  const process = (job: Job, token?: string) => {
    const later = (step: Waiting) => putAside(step, { worker, job, token, outdated });
    if (isChangeJob(job)) return processChange(job, options.changes, { ...options, putAside: later });
    return traceEvent(tracing, job, () => processJob(job, deps, { ...options, suspects, noteSplit, putAside: later }));
  };
  const worker: Worker = new Worker(QUEUE_NAME, process, {
    connection: options.connection,
    prefix: options.keys.bullPrefix,
    concurrency: options.concurrency,
    drainDelay: IDLE_WAIT_S,
    lockDuration: LOCK_TIMES.lockMs,
    stalledInterval: LOCK_TIMES.stalledCheckMs,
    maxStalledCount: CRASHES_ALLOWED,
    removeOnComplete: { age: options.keepCompletedMs / 1000 },
    removeOnFail: { age: options.keepFailedMs / 1000 },
    settings: { backoffStrategy: (attempts) => backoffMs(attempts, 1000, 60_000, Math.random) },
  });
  const report = rateLimitedLog<Error>(10_000, (error, suppressed) =>
    options.log.error('queue error', { ...errorFields(error), suppressed }),
  );
  const errorBackoff = backOffOnErrors(worker, (ms) => options.log.warn('worker paused: Redis error burst', { ms }));
  worker.on('error', (error) => {
    report(error);
    errorBackoff.error();
  });
  worker.on('closing', errorBackoff.stop);
  worker.on('stalled', () => options.metrics.stalled());
  worker.on('failed', (job, error) => {
    const left = job ? job.attemptsMade < (job.opts.attempts ?? 1) && !(error instanceof UnrecoverableError) : false;
    if (job && left) {
      options.metrics.triedAgain();
      options.log.warn('event will be tried again', {
        eventId: eventIdOf(job),
        attempt: job.attemptsMade,
        ...errorFields(error),
      });
    } else if (job && !isChangeJob(job)) {
      const handled = error instanceof EventFailed ? error.handled : null;
      const route = handled?.route ?? null;
      writeOutcome(
        job,
        { outcome: 'failed', route, issueKey: null, issueUrl: null, reason: error.message },
        handled,
        options,
      );
    }
  });
  return worker;
}

async function processJob(
  job: Job,
  deps: WorkerDeps,
  options: ConsumeOptions & {
    suspects: Suspects;
    noteSplit: (handled: Handled) => void;
    putAside: (step: Waiting) => Promise<never>;
  },
): Promise<EventOutcome> {
  const handled = isNewerJob(job.data)
    ? OF_NEWER_JOB
    : await handle(eventOf(job), job, deps, options.suspects).catch(whatItMeans);
  const { step } = handled;
  switch (step.step) {
    case 'done': {
      const issueUrl = step.issueKey === null ? null : options.issueUrl(step.issueKey);
      const outcome = {
        outcome: step.outcome,
        route: handled.route,
        issueKey: step.issueKey,
        issueUrl,
        reason: step.reason,
      };
      writeOutcome(job, outcome, handled, options);
      options.noteSplit(handled);
      return outcome;
    }
    case 'fail':
      // The dashboard shows it: the reason alone does not say which part of the rules to look at.
      await unlessRedisIsIll(() => job.updateProgress({ route: handled.route }));
      throw failed(step.reason, handled);
    default:
      return options.putAside(step);
  }
}

async function handle(event: EventJob, job: Job, deps: WorkerDeps, suspects: Suspects): Promise<Handled> {
  if (job.stalledCounter > 0) {
    const why = await suspects.examine(event, `${deps.keys.bullPrefix}:${QUEUE_NAME}:${job.id}`);
    if (why !== null) throw failed(why);
  }
  return handleEvent(event, deps, job.id, toldOf(job).blocked);
}

const OF_NEWER_JOB: Handled = {
  step: {
    ...{ step: 'wait', ms: 60_000, upgrade: true },
    reason: 'the job was written by a newer version; upgrade this worker',
  },
  ...{ route: null, faultKey: null, warnings: [] },
};

/** @throws EventFailed for what a person may have added by hand */
function eventOf(job: Job): EventJob {
  const parsed = EventJob.safeParse(job.data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.message}`).join('; ');
  throw failed(`parse: job_unreadable: this job holds no event that this worker knows (${where})`);
}

class EventFailed extends UnrecoverableError {
  readonly handled: Handled | null;
  constructor(reason: string, handled: Handled | null) {
    super(reason);
    this.handled = handled;
    // People read it on the dashboard, where a stack of ours would only hide the reason.
    this.stack = reason;
  }
}

/** Ends a job for good. */
function failed(reason: string, handled: Handled | null = null): EventFailed {
  return new EventFailed(reason, handled);
}

/** An error that is no answer of Jira: bad data fails the event, trouble with Redis does not, an internal error spends an attempt. */
function whatItMeans(error: unknown): Handled {
  if (error instanceof EventUnreadable) throw failed(`parse: ${error.message}`);
  if (!isRedisTransient(error)) throw error;
  return {
    step: { step: 'wait', ms: 2000, reason: `Redis: ${error.message}` },
    route: null,
    faultKey: null,
    warnings: [],
  };
}
