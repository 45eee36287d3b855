import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { repoRoot } from '../harness/index.ts';

const Words = z.object({ has: z.array(z.string()).optional(), not: z.array(z.string()).optional() });

const Step = z.strictObject({
  name: z.string().optional(),
  event: z.record(z.string(), z.unknown()).optional(),
  without: z.array(z.string()).optional(),
  json: z.unknown().optional(),
  raw: z.string().optional(),
  encoded: z.number().optional(),
  bytes: z.enum(['gbk', 'cut']).optional(),
  contentType: z.string().nullable().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  path: z.string().optional(),
  answer: z.number().default(202),
  person: z.enum(['closes', 'deletes']).optional(),
  redis: z.literal('emptied').optional(),
  jira: z.string().optional(),
  remember: z.literal('labels').optional(),
  of: z.string().optional(),
  elsewhere: z.record(z.string(), z.unknown()).optional(),
  perLabel: z.boolean().optional(),
  // biome-ignore lint/suspicious/noThenProperty: it is the file's own word
  then: z
    .strictObject({
      open: z.number().optional(),
      resolved: z.number().optional(),
      each: z.array(z.string()).optional(),
      resolvedOf: z.string().optional(),
    })
    .optional(),
});
export type Step = z.infer<typeof Step>;

const Wanted = z.strictObject({
  issues: z.number().optional(),
  open: z.number().optional(),
  each: z.record(z.string(), z.enum(['open', 'resolved'])).optional(),
  untouched: z.string().optional(),
  of: z.string().optional(),
  summary: Words.extend({
    is: z.string().optional(),
    starts: z.string().optional(),
    max: z.number().optional(),
    visible: z.boolean().optional(),
  }).optional(),
  text: Words.optional(),
  lines: z.array(z.string()).optional(),
  outside: z.array(z.string()).optional(),
  bold: z.array(z.string()).optional(),
  code: z.array(z.string()).optional(),
  links: z.array(z.strictObject({ to: z.string(), text: z.string().optional() })).optional(),
  noHeading: z.boolean().optional(),
  labels: Words.optional(),
  fields: z.record(z.string(), Words.extend({ dead: z.boolean().optional() })).optional(),
  comments: z.strictObject({ match: z.string() }).optional(),
  notAfter: z.string().optional(),
  shownNear: z.number().optional(),
  copyable: z.array(z.string()).optional(),
  within: z
    .strictObject({
      critical_s: z.number(),
      healthz_s: z.number(),
      own_s: z.number().optional(),
      watch_s: z.number().optional(),
    })
    .optional(),
  redis_kb: z.number().optional(),
});
export type Wanted = z.infer<typeof Wanted>;

const Case = z.object({
  id: z.string(),
  title: z.string(),
  control: z.boolean().optional(),
  input: z.strictObject({
    rules: z.enum(['fault', 'event']),
    dialects: z.array(z.string()).optional(),
    steps: z.array(Step),
  }),
  wanted: Wanted,
});
export type Case = z.infer<typeof Case>;

const CaseFile = z.object({
  base: z.record(z.string(), z.unknown()),
  rules: z.record(z.string(), z.string()),
  cases: z.array(Case),
});
export type CaseFile = z.infer<typeof CaseFile>;

/** Cases from public reports, which lie beside the project where it is developed; null on a user's machine. */
export function readCases(): CaseFile | null {
  const path = `${repoRoot}/../shared/cases/alerts.json`;
  return existsSync(path) ? CaseFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}
