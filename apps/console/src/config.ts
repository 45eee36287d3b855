import { isIP } from 'node:net';
import { WorkerEnv } from '@guance-jira/operations';
import { RedisSettings, redisFaults } from '@guance-jira/queue';
import { LogSettings, splitList, TrustProxy } from '@guance-jira/service';
import { z } from 'zod';

/** What the worker has as well, so that the pages can tell which route takes an event and why. None is required. */
const OfWorker = WorkerEnv.pick({
  RULES_FILE: true,
  JIRA_URL: true,
  JIRA_PROJECT: true,
  JIRA_ISSUE_TYPE: true,
  JIRA_ASSIGNEE: true,
  JIRA_PRIORITY: true,
  JIRA_GROUP: true,
  LEDGER_DAYS: true,
});

/** Every variable that the console reads. */
export const ConsoleEnv = z.object({
  ...RedisSettings.shape,
  ...LogSettings.shape,
  ...OfWorker.shape,
  JIRA_URL: OfWorker.shape.JIRA_URL.optional().describe('for links to issues'),
  ADMIN_HOST: z.string().min(1).default('127.0.0.1').describe('address of the console and its dashboard'),
  ADMIN_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8081)
    .describe('port of the console and its dashboard; 0 takes a free one'),
  DASHBOARD_USER: userName().default('admin').describe('user name for the dashboard'),
  DASHBOARD_PASSWORD: password()
    .describe(
      "password for the dashboard and the console's metrics; required when ADMIN_HOST is not a loopback address",
    )
    .meta({ secret: true }),
  DASHBOARD_READONLY_USER: userName().default('viewer').describe('user name with read-only access to the dashboard'),
  DASHBOARD_READONLY_PASSWORD: password()
    .describe('password of DASHBOARD_READONLY_USER; without it there is no such user')
    .meta({ secret: true }),
  CONSOLE_USER_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,100}$/, 'must be the name of a header')
    .optional()
    .describe(
      'single sign-on: the header in which a proxy at one of the TRUST_PROXY addresses names the user who has logged in (`X-Forwarded-User`); such users have read-only access',
    ),
  CONSOLE_ADMINS: z
    .string()
    .transform(splitList)
    .default([])
    .describe('users from CONSOLE_USER_HEADER who may change things, comma separated'),
  TRUST_PROXY: TrustProxy,
  DASHBOARD_ALLOW_DELETE: z
    .stringbool()
    .default(false)
    .describe('allow the dashboard to add, edit, delete and empty; without it, people can look, retry and pause'),
});

export type ConsoleConfig = z.infer<typeof ConsoleEnv>;

/** The faults that concern more than one variable, by name. */
export function crossCheck(env: Readonly<Partial<Record<keyof ConsoleConfig, string | undefined>>>): string[] {
  const problems = redisFaults(env);
  if (!env.DASHBOARD_PASSWORD && !isLoopback(env.ADMIN_HOST || '127.0.0.1')) problems.push(PASSWORD_REQUIRED);
  if (env.CONSOLE_USER_HEADER && !Array.isArray(TrustProxy.safeParse(env.TRUST_PROXY || undefined).data))
    problems.push(
      'TRUST_PROXY: must contain the addresses of the proxy if CONSOLE_USER_HEADER is set; otherwise anybody could name a user',
    );
  if (env.CONSOLE_USER_HEADER && !env.DASHBOARD_PASSWORD)
    problems.push(
      'DASHBOARD_PASSWORD: is required with CONSOLE_USER_HEADER; without it, everybody on this machine can change everything',
    );
  if (env.CONSOLE_ADMINS && !env.CONSOLE_USER_HEADER)
    problems.push('CONSOLE_USER_HEADER: is required with CONSOLE_ADMINS, whom a proxy names');
  if (!env.DASHBOARD_READONLY_PASSWORD) return problems;
  if (!env.DASHBOARD_PASSWORD)
    problems.push(
      'DASHBOARD_PASSWORD: is required with DASHBOARD_READONLY_PASSWORD; without it, everybody can change everything',
    );
  if ((env.DASHBOARD_READONLY_USER || 'viewer') === (env.DASHBOARD_USER || 'admin'))
    problems.push('DASHBOARD_READONLY_USER: must be another name than DASHBOARD_USER');
  return problems;
}

export const PASSWORD_REQUIRED = 'DASHBOARD_PASSWORD: is required while ADMIN_HOST is not a loopback address';

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}

function userName() {
  return z.string().regex(/^[^:\s]+$/, 'must hold no colon and no space');
}

function password() {
  return z.string().min(8, 'must have at least 8 characters').optional();
}
