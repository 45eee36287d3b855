/** What the public listener answers: docs/openapi.yaml is made from it, and tests hold real answers to it. */
import { z } from 'zod';
import { type RefusalCode, STATUS_OF } from './refusal.ts';

export const AcceptedAnswer = z
  .strictObject({
    accepted: z.array(
      z.strictObject({
        eventId: z.string().describe('`df_event_id`, or an id of our own where there is none'),
        status: z
          .enum(['queued', 'duplicate', 'spooled', 'ignored'])
          .describe(
            '`queued`: in Redis. `spooled`: on the disk of the receiver, since Redis did not confirm in time. `duplicate`: it was there before. `ignored`: a test or a notice, no alert',
          ),
      }),
    ),
    refused: z
      .array(z.strictObject({ eventId: z.string(), code: z.literal('wrong_workspace') }))
      .optional()
      .describe('events of workspaces that the token is not bound to, beside others that were accepted'),
  })
  .describe('Sent after every accepted event is on disk')
  .meta({ id: 'Accepted' });

const codes = Object.keys(STATUS_OF) as [RefusalCode, ...RefusalCode[]];

export const ErrorAnswer = z
  .strictObject({ error: z.strictObject({ code: z.enum(codes), message: z.string() }) })
  .meta({ id: 'Error' });

export const HealthAnswer = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

export const ReadinessAnswer = z
  .strictObject({
    status: z.enum(['ready', 'degraded', 'unavailable']),
    reason: z.string().optional(),
  })
  .meta({ id: 'Readiness' });

/** When each refusal is sent. */
export const REFUSED_WHEN: Readonly<Record<RefusalCode, string>> = {
  invalid_json: 'the body cannot be read as an event, or ended too early',
  unauthorized: 'no token, or a wrong one',
  wrong_workspace: 'every event is of a workspace that the token is not bound to',
  not_found: 'another path',
  method_not_allowed: 'another method; `Allow` names the right one',
  body_too_large: 'more than 1 MiB, unpacked',
  unsupported_media_type: 'a form, or a content type other than JSON and text whose body is no JSON either',
  too_many_requests: 'wrong tokens again and again from this address; a right token is taken all the same',
  too_many_events: 'more events than the token may bring in a minute (`WEBHOOK_EVENTS_PER_MINUTE`)',
  internal_error: 'a fault of the receiver; its log tells which',
  unavailable: 'neither Redis nor the spool takes events; send again after `Retry-After`',
};
