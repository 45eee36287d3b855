/**
 * The other kind of job: an issue has changed in Jira. What it says is a hint, and the worker reads the issue again. A worker from
 * before takes it for the job of a newer version, and leaves it waiting for an upgraded one.
 */
import { hash } from 'node:crypto';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { EventJob } from './contract.ts';
import { distinctText } from './identity-text.ts';

/** Nothing of a person but an account's id, and no text of the issue. */
export const Change = z.object({
  issueId: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
  issueKey: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,254}-\d{1,15}$/)
    .nullable(),
  /** Account id or name of who changed it; null where the delivery does not tell. */
  by: z.string().nullable(),
  /** Ids or names of the fields that were changed; null where the delivery does not tell. */
  fields: z.array(z.string()).nullable(),
});
export type Change = z.infer<typeof Change>;

/** Beyond every version that the job of an event will have, so that neither is ever taken for the other. */
const CHANGE_VERSION = 1001;

/** `eventId` is the delivery's own id, the same when Jira sends it again. */
export const ChangeJob = z.object({
  v: z.literal(CHANGE_VERSION),
  kind: z.literal('change'),
  eventId: z.string().min(1),
  event: Change,
  receivedAt: z.number().int().nonnegative(),
  traceparent: z.string().optional(),
});
export type ChangeJob = z.infer<typeof ChangeJob>;

/** Whatever the receiver puts into the queue. */
export const QueuedJob = z.union([EventJob, ChangeJob]);
export type QueuedJob = z.infer<typeof QueuedJob>;

/** Never that of an event, which begins with `ev_`. */
export function changeJobId({ eventId }: Pick<ChangeJob, 'eventId'>): string {
  return `jira_${hash('sha256', distinctText(eventId), 'hex').slice(0, 40)}`;
}

/** The dashboard shows it. */
export function changeName({ event }: Pick<ChangeJob, 'event'>): string {
  return `Jira: ${event.issueKey ?? event.issueId ?? ''}`;
}

/** Behind every alert: what a person did can wait for a moment. */
export function changeOptions(job: Pick<ChangeJob, 'eventId'>): JobsOptions & { jobId: string } {
  return { jobId: changeJobId(job), attempts: 5, backoff: { type: 'custom' }, stackTraceLimit: 1, priority: 3 };
}
