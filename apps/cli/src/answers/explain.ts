/** `explain --json`: of one event, or of many. */
import { z } from 'zod';
import { text } from './common.ts';

const Unreadable = z
  .array(z.strictObject({ where: text(), why: z.enum(['no_json', 'no_object']) }))
  .describe('what is no event; exit code 1 then');

const Step = z
  .strictObject({
    route: text(),
    taken: z.boolean(),
    mismatches: z.array(
      z.strictObject({
        field: text(),
        wanted: z.unknown().describe('as the rules have it'),
        values: z.array(text()).describe('what the event has'),
      }),
    ),
  })
  .describe('from the first route down to the one that takes the event');

const common = {
  where: text().describe('file, and its place in it'),
  eventId: text().nullable().describe('null: the receiver gives it one'),
  title: text().nullable(),
  status: text().nullable(),
  level: text().nullable(),
  steps: z.array(Step),
};
const Opens = z.strictObject({
  ...common,
  action: z.literal('open'),
  route: text(),
  project: text(),
  issueType: text(),
  group: z.enum(['event', 'fault']),
  faultKey: text().nullable(),
  chosen: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe('what the event chose from lists of its route'),
  warnings: z.array(text()),
});
const Ignored = z.strictObject({
  ...common,
  action: z.literal('ignore'),
  route: text().nullable(),
  reason: text(),
  detail: text().optional().describe('the reason that the route gives'),
});

const Asked = z.strictObject({
  asked: z.literal(true),
  deployment: z.enum(['cloud', 'datacenter']),
  site: text(),
  told: z.boolean().describe('whether Jira told its fields'),
  leftOut: z.array(z.strictObject({ field: text(), reason: text(), mayBeNew: z.boolean() })),
  missing: z.array(text()).describe('ids of required fields that stay open'),
  lacks: z.array(z.record(z.string(), z.unknown())).describe('the same, with name, template and reason'),
  end: z.enum(['fallback', 'failed']).optional().describe('what becomes of the event then'),
});
const request = z.strictObject({ method: z.literal('POST'), path: text(), body: z.record(z.string(), z.unknown()) });
const onlyOne = {
  jira: z
    .union([Asked, z.strictObject({ asked: z.literal(false), why: text().nullable() })])
    .optional()
    .describe('absent where no Jira is set, or `--offline`'),
  requests: z.strictObject({ cloud: request.optional(), datacenter: request.optional() }),
  unreadable: Unreadable,
};

const Counted = z.strictObject({
  events: z.number(),
  issues: z.number(),
  routes: z.array(
    z.strictObject({
      route: text(),
      project: text(),
      issueType: text(),
      group: z.enum(['event', 'fault']),
      events: z.number(),
      issues: z.number(),
    }),
  ),
  ignored: z.array(z.strictObject({ reason: text(), route: text().nullable(), events: z.number() })),
  repeated: z.number(),
  each: z
    .array(z.union([Opens, Ignored]))
    .optional()
    .describe('with `--each`'),
  unreadable: Unreadable,
});

export const ExplainAnswer = z
  .union([
    Opens.extend(onlyOne),
    Ignored.extend(onlyOne),
    Counted,
    z.strictObject({ events: z.array(z.never()), unreadable: Unreadable }),
  ])
  .describe('`explain --json`: of one event its route and request, of many the counts')
  .meta({ id: 'Explain' });
