import { RedisSettings } from '@guance-jira/queue';
import { LogSettings, NotifySettings, TraceSettings, TrustProxy } from '@guance-jira/service';
import { z } from 'zod';
import { parseTokens } from './parse-settings.ts';

/** The variables of the receiver. Every fault is reported by name, all at once. */
export const ReceiverEnv = z
  .object({
    ...RedisSettings.shape,
    ...LogSettings.shape,
    ...NotifySettings.shape,
    ...TraceSettings.shape,
    RECEIVER_HOST: z.string().min(1).default('0.0.0.0').describe('address of the public listener'),
    RECEIVER_PORT: port(8080).describe('port of the public listener; 0 takes a free one'),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
      .optional()
      .describe('address at which Guance reaches the receiver, for printed links and for `doctor`, which checks it'),
    TRUST_PROXY: TrustProxy,
    WEBHOOK_TOKENS: z
      .string()
      .transform((text, context) => {
        const { tokens, problems } = parseTokens(text);
        for (const message of problems) context.addIssue({ code: 'custom', message });
        return tokens;
      })
      .optional()
      .describe(
        'tokens for the webhook, comma or line separated, each with at least 16 characters and optionally written as `label:token`, or bound as `label@workspace:token` (several: `w1+w2`): events of other workspaces are then refused',
      )
      .meta({ secret: true }),
    WEBHOOK_ALLOW_ANONYMOUS: z
      .stringbool()
      .default(false)
      .describe('accept events from anyone who can reach the port; for trials only'),
    JIRA_WEBHOOK_TOKENS: z
      .string()
      .transform((text, context) => {
        const { tokens, problems } = parseTokens(text);
        const bound = tokens.filter(({ workspaces }) => workspaces !== null);
        for (const message of problems) context.addIssue({ code: 'custom', message });
        for (const { label } of bound)
          context.addIssue({ code: 'custom', message: `${label} names workspaces, and Jira's changes belong to none` });
        // In log and metrics beside those of the other list.
        return tokens.map((token) => ({ ...token, label: `jira-${token.label}` }));
      })
      .optional()
      .describe(
        'tokens with which Jira reports changed issues at `/webhook/jira/<token>`, for rules with `back`; written as in WEBHOOK_TOKENS, without workspaces. Without any, this address does not exist',
      )
      .meta({ secret: true }),
    JIRA_WEBHOOK_SECRET: z
      .string()
      .min(16, 'must have at least 16 characters')
      .optional()
      .describe(
        'secret with which Jira (Cloud, Data Center 10 and later) signs its deliveries; deliveries without a valid signature are then refused',
      )
      .meta({ secret: true }),
    WEBHOOK_EVENTS_PER_MINUTE: z.coerce
      .number()
      .int()
      .min(0)
      .default(60_000)
      .describe(
        'events per minute that each token may send to one receiver; beyond that, deliveries are answered with 429 and Retry-After; 0: no limit',
      ),
    METRICS_HOST: z.string().min(1).default('127.0.0.1').describe('address of the listener for health and metrics'),
    METRICS_PORT: port(8084).describe('port of the listener for health and metrics; 0 takes a free one'),
    SPOOL_DIR: z
      .string()
      .min(1)
      .default('.data/spool')
      .describe(
        "the receiver's spool, for when Redis does not answer; must be on a local disk that survives a restart",
      ),
    SPOOL_MAX_EVENTS: z.coerce
      .number()
      .int()
      .min(1)
      .default(100_000)
      .describe('events that can wait in the spool; if it is full, deliveries are answered with 503'),
    SPOOL_MAX_MB: z.coerce.number().int().min(1).default(1024).describe('maximum size of one spool file, in megabytes'),
  })
  // `when` makes these rules speak even when a single field is already wrong, so that all faults show at once.
  .refine((env) => env.WEBHOOK_ALLOW_ANONYMOUS === true || env.WEBHOOK_TOKENS !== undefined, {
    path: ['WEBHOOK_TOKENS'],
    error: 'is required; set at least one token, or WEBHOOK_ALLOW_ANONYMOUS=true for a trial',
    when: ({ issues }) => !mentions(issues, 'WEBHOOK_TOKENS', 'WEBHOOK_ALLOW_ANONYMOUS'),
  })
  .refine((env) => env.REDIS_SENTINELS === undefined || env.REDIS_MASTER !== undefined, {
    path: ['REDIS_MASTER'],
    error: 'is required together with REDIS_SENTINELS',
    when: ({ issues }) => !mentions(issues, 'REDIS_SENTINELS', 'REDIS_MASTER'),
  });
export type ReceiverConfig = z.infer<typeof ReceiverEnv>;

/** The bare tokens: `loadEnv` knows only the list as written, in which a token may stand behind its label. */
export function tokenValues(config: ReceiverConfig): string[] {
  return [...(config.WEBHOOK_TOKENS ?? []), ...(config.JIRA_WEBHOOK_TOKENS ?? [])].map(({ token }) => token);
}

function port(fallback: number) {
  return z.coerce.number().int().min(0).max(65535).default(fallback);
}

function mentions(issues: readonly { path?: PropertyKey[] | undefined }[], ...names: string[]): boolean {
  return issues.some((issue) => names.includes(String(issue.path?.[0])));
}
