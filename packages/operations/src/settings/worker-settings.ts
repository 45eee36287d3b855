import { GuanceSettings, guanceFaults } from '@guance-jira/guance';
import { accessFaults, JiraAccessSettings } from '@guance-jira/jira';
import { RedisSettings, redisFaults } from '@guance-jira/queue';
import { LogSettings, NotifySettings, notifyFaults, TraceSettings } from '@guance-jira/service';
import { z } from 'zod';

const DURATION = /^\d{1,6}[smhd]$/;
const DURATION_HINT = 'must be a number and a unit, such as 30s, 15m, 72h or 7d';
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Every variable that the worker reads. */
export const WorkerEnv = z.object({
  ...RedisSettings.shape,
  ...LogSettings.shape,
  ...NotifySettings.shape,
  ...TraceSettings.shape,
  WORKER_HOST: z.string().default('0.0.0.0').describe('address of the listener for health and metrics'),
  WORKER_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8082)
    .describe('port of the listener for health and metrics'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(20)
    .describe('events handled at the same time by one worker'),
  RULES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'YAML file with the rules, or a folder with several, read again when changed; without it, the JIRA_* variables below make one route',
    ),
  JIRA_URL: z
    .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http:// or https:// URL' })
    // It is logged and stored, and a query would be lost.
    .refine((url) => isPlain(url), 'must hold no user, password, ? or #; the login has variables of its own')
    .describe(
      '`https://x.atlassian.net`, `http://jira:8080/jira` (with the context path), or `https://api.atlassian.com/ex/jira/<cloudId>`',
    ),
  ...JiraAccessSettings.shape,
  ...GuanceSettings.shape,
  CATCH_UP_EVERY: z
    .string()
    .refine((text) => text === 'off' || DURATION.test(text), `${DURATION_HINT}; or off`)
    .default('5m')
    .transform((text) => (text === 'off' ? null : durationMs(text)))
    .describe(
      'how often Guance is asked for open faults whose alerts never arrived, for each workspace with a key; `off`: never',
    ),
  JIRA_DEPLOYMENT: z.enum(['auto', 'cloud', 'datacenter']).default('auto').describe('kind of Jira; `auto` asks Jira'),
  JIRA_PROJECT: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'must be a project key, such as OPS')
    .optional()
    .describe('project key; required without RULES_FILE'),
  JIRA_ISSUE_TYPE: z
    .string()
    .min(1)
    .optional()
    .describe('name of the issue type, such as 故障; required without RULES_FILE'),
  JIRA_ASSIGNEE: z
    .string()
    .min(1)
    .optional()
    .describe('who gets the issues: user name (Data Center), account id or e-mail (Cloud)'),
  JIRA_PRIORITY: z
    .string()
    .min(1)
    .optional()
    .describe('priority of all issues (default: by level, critical is Highest)'),
  JIRA_GROUP: z
    .enum(['event', 'fault'])
    .default('event')
    .describe(
      '`event`: one issue for every alert, including each repeat of a fault, and recoveries are ignored; `fault` (what most people want): one issue per fault, with its later events and its recovery',
    )
    .meta({ sample: 'fault' }),
  CHECK_RULES_AT_START: z
    .stringbool()
    .default(true)
    .describe('at startup, the worker asks Jira once whether it accepts what the rules ask for, and logs warnings'),
  JIRA_MAX_RPS: z
    .union([z.literal('auto'), z.coerce.number().positive().max(10_000)])
    .default('auto')
    .describe('requests per second to Jira across all workers: a number, or `auto` (starts at 20, Data Center 10)'),
  JIRA_TIMEOUT_MS: milliseconds(10_000, 100).describe('timeout of one request to Jira, in milliseconds'),
  JIRA_SETTLE_MS: milliseconds(120_000).describe("how far Jira's search may lag behind its writes, in milliseconds"),
  JIRA_LATE_COMMIT_MS: milliseconds(60_000).describe(
    'how late Jira may still carry out a request that it never answered, in milliseconds',
  ),
  JIRA_RETRY_FOR: duration('72h').describe(
    'how long events wait during an outage of Jira before they fail; only time in which Jira could not be used counts',
  ),
  BACK_POLL: z
    .string()
    .regex(DURATION, DURATION_HINT)
    .transform(durationMs)
    .optional()
    .describe(
      'how often Jira is searched for what people changed, such as `2m`; for rules with `back`, if Jira has no webhook',
    )
    .meta({ sample: '2m' }),
  LEDGER_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('days for which the ledger remembers an event after its outcome'),
  KEEP_COMPLETED: duration('7d').describe('how long handled jobs stay on the dashboard'),
  KEEP_FAILED: duration('90d').describe(
    'how long failed jobs stay on the dashboard and can be retried; after that, only another delivery of the same event retries it',
  ),
});
export type WorkerEnv = z.infer<typeof WorkerEnv>;

/** The faults that concern more than one variable, by name. */
export function crossCheck(env: Readonly<Partial<Record<keyof WorkerEnv, string | undefined>>>): string[] {
  const problems = [...redisFaults(env), ...notifyFaults(env), ...accessFaults(env), ...guanceFaults(env)];
  if (!env.RULES_FILE && !env.JIRA_PROJECT) problems.push('JIRA_PROJECT: is required without RULES_FILE');
  if (!env.RULES_FILE && !env.JIRA_ISSUE_TYPE) problems.push('JIRA_ISSUE_TYPE: is required without RULES_FILE');
  return problems;
}

function isPlain(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === '' && url.password === '' && url.search === '' && url.hash === '');
}

function milliseconds(initial: number, least = 0) {
  return z.coerce.number().int().min(least).max(86_400_000).default(initial);
}

function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS];
}

function duration(initial: string) {
  return z.string().regex(DURATION, DURATION_HINT).default(initial).transform(durationMs);
}
