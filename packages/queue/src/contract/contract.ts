/**
 * What the receiver and the worker agree on, and nothing else.
 *
 * Words: an *event* is one Guance alert event; a *delivery* is one POST with one or more of them; a *job* carries one
 * event through the queue; an *outcome* is what became of it.
 */
import { hash } from 'node:crypto';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { withPlainIdentity } from './identity-fields.ts';
import { distinctText } from './identity-text.ts';
import { priorityOf } from './priority.ts';

/** One queue for all events. BullMQ refuses a ':' in the name. */
export const QUEUE_NAME = 'events';

/**
 * What became of an event. `duplicate` is no outcome: it describes a repeated delivery, whose first outcome stands. Log line and
 * metrics have each of these by themselves; that `find` has a word for it the compiler asks, the table in both READMEs a test.
 */
export const Outcome = z.enum(['created', 'commented', 'resolved', 'reopened', 'listed', 'ignored', 'failed']);
export type Outcome = z.infer<typeof Outcome>;

/** The version of the jobs that the receiver writes. */
const JOB_VERSION = 1;

/**
 * The data of a job: the event as received, less the fields dropped at the door. `receivedAt` is milliseconds since
 * the epoch, by the receiver's clock. The dashboard lets a person add any data, `{}` included, so the worker parses it again.
 */
export const EventJob = z.object({
  v: z.literal(JOB_VERSION),
  eventId: z.string().min(1),
  event: z.custom<Record<string, unknown>>(isRecord, 'must be an object').transform(withPlainIdentity),
  receivedAt: z.number().int().nonnegative(),
  traceparent: z.string().optional(),
  /** Nobody delivered it: a worker found it in Guance. Jobs from before have none, and an older worker takes it like any other. */
  caughtUp: z.literal(true).optional(),
});
export type EventJob = z.infer<typeof EventJob>;

/** Its fields are read one by one later; a schema that walks through all of them costs more than the rest of this. */
function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A job of a newer receiver: nothing is wrong with it, only this worker cannot read it yet. */
export function isNewerJob(data: unknown): boolean {
  const version: unknown = Reflect.get(Object(data), 'v');
  return typeof version === 'number' && Number.isInteger(version) && version > JOB_VERSION;
}

/** The return value of a job, and what `find` shows. */
export const EventOutcome = z.object({
  outcome: Outcome,
  route: z.string().nullable(),
  issueKey: z.string().nullable(),
  issueUrl: z.string().nullable(),
  reason: z.string().nullable(),
});
export type EventOutcome = z.infer<typeof EventOutcome>;

/**
 * The job id of an event. A raw event id must never be one: `meta` or `completed` would name BullMQ's own keys and
 * brick the queue, a number or a ':' is refused, and '' switches off deduplication without a word.
 */
export function jobIdFor(eventId: string): string {
  return `ev_${/^[A-Za-z0-9_-]{1,128}$/.test(eventId) ? eventId : hash('sha256', distinctText(eventId), 'hex')}`;
}

/**
 * Attempts are spent only on answers that blame the event; waiting for Jira spends none. The delays between them come
 * from the worker's own backoff, since BullMQ's exponential one has no cap. Retention is the worker's setting.
 */
export function jobOptions({ eventId, event }: Pick<EventJob, 'eventId' | 'event'>): JobsOptions & { jobId: string } {
  const priority = priorityOf(event);
  return {
    jobId: jobIdFor(eventId),
    attempts: 5,
    backoff: { type: 'custom' },
    stackTraceLimit: 1,
    ...(priority === undefined ? {} : { priority }),
  };
}
