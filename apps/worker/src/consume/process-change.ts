/** A job that tells of a change in Jira: carries out what handle-change.ts decides, and writes the one line of it. */
import { ChangeJob, isRedisTransient } from '@guance-jira/queue';
import { errorFields, type Log } from '@guance-jira/service';
import { type Job, UnrecoverableError } from 'bullmq';
import type { ChangeDeps, ChangeEnd, ChangeStep, DeedDone } from '../back/change-step.ts';
import { handleChange } from '../back/handle-change.ts';
import type { WorkerMetrics } from '../observe/metrics.ts';
import type { Waiting } from './put-aside.ts';

export function isChangeJob(job: Pick<Job, 'data'>): boolean {
  return ChangeJob.safeParse(job.data).success;
}

/** @param putAside waits or rests, as it does for an event; never returns */
export async function processChange(
  job: Job,
  deps: Omit<ChangeDeps, 'onDeed'>,
  { log, metrics, putAside }: { log: Log; metrics: WorkerMetrics; putAside: (step: Waiting) => Promise<never> },
): Promise<ChangeEnd> {
  const change = ChangeJob.parse(job.data);
  const deeds: DeedDone[] = [];
  const onDeed = (deed: DeedDone, route: string) => {
    deeds.push(deed);
    metrics.toldGuance(deed, route);
  };
  const step = await handleChange(change, job.id ?? '', { ...deps, onDeed })
    .catch(whatItMeans)
    .catch((error: unknown) => {
      // Nobody else tells of it once its attempts are spent.
      if (job.attemptsMade + 1 >= (job.opts.attempts ?? 1)) {
        metrics.toldGuance('failed', null);
        log.error('change handled', { ...factsOf(change, job), deeds, ...errorFields(error) });
      }
      throw error;
    });
  if (step.step === 'done') {
    writeLine(log, change, job, step.end);
    return step.end;
  }
  const facts = { ...factsOf(change, job), reason: step.reason };
  if (step.step !== 'fail') {
    // What is done is told, also where another deed has to wait.
    if (deeds.length > 0) log.info('change handled', { ...facts, deeds, waits: true });
    return putAside(step);
  }
  metrics.toldGuance('failed', null);
  log.error('change handled', { ...facts, deeds });
  throw failed(step.reason);
}

/** Most changes concern nobody but Jira: their line is for those who look for it. */
function writeLine(log: Log, change: ChangeJob, job: Job, { issueKey, route, deeds, reason }: ChangeEnd): void {
  const fields = { ...factsOf(change, job), issueKey, route, deeds, reason };
  const problem = deeds.includes('refused') || /^no_key|\bmutes_unread:/.test(reason ?? '');
  if (problem) log.warn('change handled', fields);
  else if (deeds.length > 0) log.info('change handled', fields);
  else log.debug('change handled', fields);
}

function factsOf({ eventId, event, receivedAt }: ChangeJob, job: Job) {
  const { issueKey, by, fields } = event;
  return { eventId, issueKey, by, fields, attempt: job.attemptsMade + 1, durationMs: Date.now() - receivedAt };
}

function whatItMeans(error: unknown): ChangeStep {
  if (!isRedisTransient(error)) throw error;
  return { step: 'wait', ms: 2000, reason: `Redis: ${error.message}` };
}

function failed(reason: string): UnrecoverableError {
  const error = new UnrecoverableError(reason);
  // People read it on the dashboard, where a stack of ours would only hide the reason.
  error.stack = reason;
  return error;
}
