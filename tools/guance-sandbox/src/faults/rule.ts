import { z } from 'zod';

const When = z.enum(['before', 'after']);

/** `before`: nothing is carried out, `after`: all of it. */
export const FaultAction = z.union([
  z.enum(['resetBefore', 'resetAfter', 'truncate', 'html200', 'notAnEnvelope']),
  z.strictObject({
    respond: z.strictObject({
      status: z.number().int().min(100).max(599),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.json().optional(),
    }),
    when: When.default('before'),
  }),
  z
    .strictObject({ refuse: z.enum(['keyLimit', 'workspaceLimit', 'key']) })
    .describe('as Guance does it; nothing is carried out'),
  z.strictObject({ hang: When }),
  z.strictObject({ delayMs: z.number().nonnegative(), when: When.default('after') }),
]);
export type FaultAction = z.infer<typeof FaultAction>;

export const FaultRule = z.strictObject({
  path: z.string().default('any').describe('a kind of request, any, or a regular expression on the path'),
  times: z.union([z.number().int().positive(), z.literal('forever')]).default(1),
  skip: z.number().int().nonnegative().default(0).describe('lets that many pass first'),
  action: FaultAction,
});
export type FaultRuleInput = z.input<typeof FaultRule>;
export type QueuedFault = z.infer<typeof FaultRule> & { id: number };
