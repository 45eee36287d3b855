/** `doctor`, `pause`, `resume` and `replay` with `--json`. */
import { z } from 'zod';
import { CheckAnswer, PausesAnswer, text, time } from './common.ts';

export const DoctorAnswer = z
  .union([
    z.strictObject({
      checks: z.array(CheckAnswer),
      bad: z.number().describe('how many are red; exit code 1 where there are any'),
      warn: z.number(),
    }),
    z.strictObject({ epoch: time().describe('with `--distrust-ledger`: from when on the ledger counts') }),
  ])
  .describe('`doctor --json`')
  .meta({ id: 'Doctor' });

const REPLICATED = z
  .boolean()
  .describe('whether as many replicas hold it as REDIS_WAIT_REPLICAS asks for; where not, a failover may take it back');

export const PauseAnswer = z
  .strictObject({
    paused: text().describe('address of the Jira'),
    until: z.iso.datetime(),
    by: text(),
    reason: text(),
    replicated: REPLICATED,
  })
  .describe('`pause --json`')
  .meta({ id: 'Pause' });

export const ResumeAnswer = z
  .strictObject({
    manual: PausesAnswer.shape.manual,
    dashboard: z.boolean().describe('whether the queue was paused on the dashboard'),
    jira: PausesAnswer.shape.jira,
    limits: z
      .strictObject({
        concurrency: z.number().nullable(),
        rate: z.strictObject({ max: z.number(), duration: z.number() }).nullable(),
      })
      .describe('of the queue itself, which were taken away; the duration in milliseconds'),
    replicated: REPLICATED,
  })
  .describe('`resume --json`: what there was')
  .meta({ id: 'Resume' });

const Failed = z.strictObject({
  jobId: text(),
  eventId: text(),
  title: text(),
  route: text().nullable(),
  reason: text(),
  failedAt: time().nullable(),
});

export const ReplayAnswer = z
  .strictObject({
    chosen: z.array(Failed),
    retried: z.number(),
    missed: z.number().optional().describe('handled or retried by somebody else meanwhile'),
    gone: z.array(text()).describe('ids of events whose failed job is gone; exit code 1 then'),
    dryRun: z.literal(true).optional().describe('without `--yes`'),
    by: text().optional(),
  })
  .describe('`replay --json`')
  .meta({ id: 'Replay' });
