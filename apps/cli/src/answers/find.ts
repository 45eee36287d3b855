/** `find --json`. */
import { Outcome } from '@guance-jira/queue';
import { z } from 'zod';
import { PausesAnswer, text, time } from './common.ts';

const some = text().optional();

export const LedgerRecord = z
  .strictObject({
    ws: some.describe('workspace'),
    site: some.describe('address of the Jira'),
    route: some,
    state: z.enum(['reserved', 'sent', 'confirmed']).optional(),
    outcome: Outcome.optional(),
    reason: some,
    warnings: z.array(text()).optional().describe('some 400 bytes of the warnings of the log line'),
    issueId: some,
    issueKey: some,
    opener: some.describe('id of the event that opened the issue'),
    holder: some.describe('id of the event whose attempt holds the record'),
    at: time().optional(),
    sentAt: time().optional(),
    answered: time().optional(),
    posts: z.number().optional().describe('how often the create was sent'),
    waitingSince: time().optional(),
    retriedBy: some,
    retriedAt: time().optional(),
    retries: z.number().optional(),
  })
  .meta({ id: 'LedgerRecord' });

export const Job = z
  .strictObject({
    state: text().describe('in the words of BullMQ: waiting, prioritized, active, delayed, completed, failed'),
    title: text(),
    receivedAt: time().nullable(),
    startedAt: time().nullable(),
    finishedAt: time().nullable(),
    attempts: z.number().describe('attempts that were spent; waiting for Jira spends none'),
    failedReason: text().nullable(),
    waitingFor: text().nullable(),
    dueAt: time().nullable(),
    outcome: z
      .strictObject({
        outcome: Outcome,
        route: text().nullable(),
        issueKey: text().nullable(),
        issueUrl: text().nullable(),
        reason: text().nullable(),
      })
      .nullable(),
    caughtUp: z.boolean().describe('nobody delivered it: a worker found it in Guance'),
  })
  .meta({ id: 'Job' });

export const EventFacts = z
  .strictObject({
    eventId: text(),
    workspace: text().nullable(),
    record: LedgerRecord.nullable(),
    job: Job.nullable(),
    belongs: z
      .strictObject({ faultKey: text(), before: text().nullable(), objectKey: text().nullable() })
      .nullable()
      .describe('to which fault and object; null where its job is gone'),
  })
  .meta({ id: 'EventFacts' });

export const FindAnswer = z
  .strictObject({
    asked: text(),
    event: EventFacts.nullable(),
    fault: z
      .strictObject({
        faultKey: text().nullable(),
        record: LedgerRecord.nullable(),
        state: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('what the worker has stored of the object; its form may change with any version'),
        back: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe(
            'what Guance was told of its issue, where the route has `back`; its form may change with any version',
          ),
      })
      .nullable(),
    context: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('what its issue was given from Guance, where the route has `context`; its form may change'),
    namesakes: z.array(EventFacts).describe('events of other workspaces with the same id'),
    askedIssue: text()
      .nullable()
      .describe('the issue that was asked for, where it is not the one that stands for the event'),
    pauses: PausesAnswer,
    browseUrl: text().nullable().describe("before `/browse/<key>` in an issue's address"),
  })
  .describe('`find --json`; exit code 1 where nothing is known')
  .meta({ id: 'Find' });
