/** What several commands print with `--json`. */
import { z } from 'zod';

/** Milliseconds since 1970. */
export const time = () => z.number().describe('milliseconds since 1970');
export const text = () => z.string();

export const CheckAnswer = z
  .strictObject({
    topic: z.string(),
    code: z.string().describe('stays the same in every language'),
    level: z.enum(['ok', 'warn', 'bad', 'unknown']),
    text: z.string().describe('a sentence in the language of the terminal'),
    todo: z.string().optional().describe('what helps'),
  })
  .meta({ id: 'Check' });

export const ErrorAnswer = z
  .strictObject({
    error: z.strictObject({
      code: z
        .enum(['usage', 'failed', 'config_invalid', 'rules_invalid', 'jira_failed', 'unexpected'])
        .describe('exit codes: usage 2, config_invalid and rules_invalid 78, else 1'),
      message: z.string(),
      todo: z.string().optional(),
    }),
  })
  .describe('instead of the answer of any command, where it could not do its work')
  .meta({ id: 'CommandError' });

export const PausesAnswer = z
  .strictObject({
    now: time().describe('by the clock of Redis'),
    manual: z.strictObject({ until: time(), by: text(), reason: text() }).nullable(),
    jira: z
      .strictObject({ reason: text(), until: time(), failures: z.number(), login: text() })
      .nullable()
      .describe("what Jira's own answers have brought about; login is a print of it, not the login"),
    blocked: z
      .array(z.strictObject({ kind: text(), until: time(), times: z.number(), said: text() }))
      .optional()
      .describe('kinds of requests that something before Jira answers in its place'),
  })
  .meta({ id: 'Pauses' });
