/** `validate --json`. */
import { z } from 'zod';
import { CheckAnswer, text } from './common.ts';

const Problem = z.strictObject({
  file: text(),
  line: z.number(),
  column: z.number(),
  path: text().describe('`routes[0].match`; empty for the file as a whole'),
  message: text(),
  hint: text().nullable().describe('what to write instead'),
});

const Route = z.strictObject({
  name: text(),
  project: text().optional(),
  issueType: text().optional(),
  ignored: z.literal(true).optional().describe('the route opens no issue'),
  checks: z.array(z.union([CheckAnswer, z.record(z.string(), z.unknown())])),
});

export const ValidateAnswer = z
  .union([
    z.strictObject({
      rules: z.strictObject({ ok: z.literal(false), problems: z.array(Problem) }),
      routes: z.array(z.never()),
    }),
    z.strictObject({
      rules: z.strictObject({
        ok: z.literal(true),
        routes: z.number(),
        recoveriesIgnoredBy: z.array(text()).describe('routes that open issues and ignore recoveries'),
        templateSlips: z.array(z.record(z.string(), z.unknown())),
        guance: z
          .array(text())
          .describe(
            'what `back`, `catchUp` or `context` needs and these settings do not have; no reason for exit code 1',
          ),
      }),
      jira: z
        .strictObject({
          deployment: z.enum(['cloud', 'datacenter']),
          url: text(),
          account: z.unknown().describe('who we are there'),
        })
        .optional()
        .describe('absent with `--offline`'),
      routes: z.array(Route).describe('each route at each place that it can write to'),
      bad: z.number().optional(),
      warn: z.number().optional(),
      unproven: z.number().optional().describe('ways of a recovery that no issue can show yet'),
    }),
  ])
  .describe('`validate --json`; exit code 78 where the file itself is wrong, 1 where Jira would not take it')
  .meta({ id: 'Validate' });
