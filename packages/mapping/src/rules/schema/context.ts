/** What an issue is given besides, once it stands. */
import { z } from 'zod';
import { LongerThanNothing, Template } from './values.ts';

/** Jira shows no more at once, and a line may be long. */
const MAX_LINES = 50;

const Logs = z
  .strictObject({
    query: Template.refine((text) => text.trim() !== '', 'must not be empty')
      .describe('What Guance is asked for, in DQL: a Liquid template, with what comes of the alert in quotes')
      .meta({ examples: ["L::re(`.*`):(`message`) { `host` = '{{ tags.host }}' }"] }),
    lines: z
      .int()
      .min(1, 'must be at least 1')
      .max(MAX_LINES, `at most ${MAX_LINES} lines`)
      .optional()
      .describe(`How many of the newest lines (20), at most ${MAX_LINES}`)
      .meta({ examples: [20] }),
    within: LongerThanNothing.optional()
      .describe('How far before the alert they may be (15m)')
      .meta({ examples: ['15m'] }),
  })
  .meta({ examples: [{ query: "L::re(`.*`):(`message`) { `host` = '{{ tags.host }}' }", lines: 20 }] });

const Chart = z
  .strictObject({
    query: Template.refine((text) => text.trim() !== '', 'must not be empty')
      .describe("DQL in place of the monitor's own: a Liquid template, with what comes of the alert in quotes")
      .meta({ examples: ["M::`cpu`:(avg(`usage_total`)) { `host` = '{{ tags.host }}' }"] }),
  })
  .meta({ examples: [{ query: "M::`cpu`:(avg(`usage_total`)) { `host` = '{{ tags.host }}' }" }] });

export const Context = z
  .strictObject({
    chart: z
      .union([z.boolean(), Chart], { error: 'expected true, or the query of the chart' })
      .optional()
      .describe('The chart of the monitor as an attachment')
      .meta({ examples: [true] }),
    logs: Logs.optional().describe('The last log lines as a comment'),
  })
  .meta({
    examples: [{ chart: true, logs: { query: "L::re(`.*`):(`message`) { `host` = '{{ tags.host }}' }", lines: 20 } }],
  });
