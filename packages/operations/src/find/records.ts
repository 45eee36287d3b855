/** What Redis knows of an event or a fault: the ledger's record, and the job while it is there. */
import { warningsOfText } from '@guance-jira/ledger';
import { readAlert } from '@guance-jira/mapping';
import {
  EventJob,
  EventOutcome,
  jobIdFor,
  type Keys,
  QUEUE_NAME,
  type RedisClient,
  workspaceOf,
} from '@guance-jira/queue';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import { jobOf } from './job-of.ts';
import { jobState } from './job-state.ts';

const ms = z.coerce.number().optional();
const text = z.string().optional();

/** A ledger record, as far as people care. Fields that a later version adds are of no account here. */
const LedgerRecord = z.object({
  ws: text,
  site: text,
  route: text,
  state: text,
  outcome: text,
  reason: text,
  /** What the log line of the outcome warns of, cut. */
  warnings: z.string().transform(warningsOfText).optional(),
  issueId: text,
  issueKey: text,
  opener: text,
  holder: text,
  at: ms,
  sentAt: ms,
  answered: ms,
  posts: ms,
  waitingSince: ms,
  retriedBy: text,
  retriedAt: ms,
  retries: ms,
});
export type LedgerRecord = z.infer<typeof LedgerRecord>;

export interface JobFacts {
  readonly state: string;
  readonly title: string;
  readonly receivedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Attempts that were spent. Waiting for Jira spends none. */
  readonly attempts: number;
  readonly failedReason: string | null;
  readonly waitingFor: string | null;
  /** When a delayed job is tried again. */
  readonly dueAt: number | null;
  readonly outcome: EventOutcome | null;
  /** Nobody delivered it: a worker found it in Guance. */
  readonly caughtUp: boolean;
}

export interface EventFacts {
  readonly eventId: string;
  /** Null where neither record nor job tells; '' for an alert that named none. */
  readonly workspace: string | null;
  readonly record: LedgerRecord | null;
  readonly job: JobFacts | null;
  /** As the event tells; null when its job is gone. */
  readonly belongs: { faultKey: string; before: string | null; objectKey: string } | null;
}

export async function recordAt(redis: RedisClient, key: string): Promise<LedgerRecord | null> {
  const fields = await redis.hgetall(key);
  return Object.keys(fields).length === 0 ? null : LedgerRecord.parse(fields);
}

/**
 * Null when neither the ledger nor the queue has heard of it.
 * @param jobId another one where another workspace has the event id
 */
export async function eventFacts(
  redis: RedisClient,
  keys: Keys,
  queue: Queue,
  eventId: string,
  jobId = jobIdFor(eventId),
): Promise<EventFacts | null> {
  const record = await recordAt(redis, keys.record(jobId));
  const job = await jobOf({ redis, keys, queue }, jobId);
  const owner = record?.ws ?? null;
  if (!job) return record === null ? null : { eventId, workspace: owner, record, job: null, belongs: null };
  const data = EventJob.safeParse(job.data).data;
  const workspace = owner ?? (data ? workspaceOf(data.event) : null);
  return {
    eventId,
    workspace,
    record,
    job: await jobFacts(redis, keys, job, data),
    belongs: data ? belonging(data) : null,
  };
}

export function belonging({ event, eventId, receivedAt }: EventJob): EventFacts['belongs'] {
  const read = readAlert(event, { eventId, receivedAt });
  return { faultKey: read.faultKey, before: read.faultKeyBefore, objectKey: read.objectKey };
}

async function jobFacts(redis: RedisClient, keys: Keys, job: Job, data: EventJob | undefined): Promise<JobFacts> {
  const progress = z.object({ waitingFor: z.string() }).safeParse(job.progress).data;
  const due = await redis.zscore(`${keys.bullPrefix}:${QUEUE_NAME}:delayed`, job.id ?? '');
  return {
    state: await jobState(job, { redis, keys }),
    title: job.name,
    receivedAt: data?.receivedAt ?? null,
    startedAt: job.processedOn ?? null,
    finishedAt: job.finishedOn ?? null,
    attempts: job.attemptsMade,
    failedReason: job.failedReason || null,
    waitingFor: progress?.waitingFor ?? null,
    // BullMQ keeps 12 bits behind the time for jobs that are due in the same millisecond.
    dueAt: due === null ? null : Math.floor(Number(due) / 0x1000),
    outcome: EventOutcome.safeParse(job.returnvalue).data ?? null,
    caughtUp: data?.caughtUp === true,
  };
}
