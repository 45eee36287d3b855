import { join } from 'node:path';
import { speaksEnglish } from './language.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Ports {
  readonly receiver: number;
  readonly metrics: number;
  readonly worker: number;
  readonly admin: number;
  readonly sandbox: number;
}

export interface StackFacts {
  /** The environment of `npm start`, with `.env` in it. */
  readonly env: Env;
  readonly ports: Ports;
  /** Of the Redis that the stack runs; undefined when `env` names one. */
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly webhookToken: string;
  readonly dashboardPassword: string;
  /** Secret of the sandbox's account. */
  readonly sandboxToken: string;
}

export interface StackSettings {
  readonly receiver: Env;
  readonly worker: Env;
  readonly console: Env;
  /** Absent when `JIRA_URL` names a real Jira. */
  readonly sandbox?: Env;
}

export const SANDBOX_USER = 'bot';
/** Its search never lags, so nobody who tries this out need wait as for a real Jira: two minutes after each longer rest. */
export const SANDBOX_SETTLE_MS = '1000';

/** The settings of each process: what the user set stands, the rest is filled in so that all fit together. */
export function stackSettings(facts: StackFacts): StackSettings {
  const { env, ports, dataDir } = facts;
  const real = Boolean(env.JIRA_URL || env.JIRA_URL_FILE);
  const shared: Env = {
    ...env,
    LOG_FORMAT: env.LOG_FORMAT || 'pretty',
    ...(facts.redisUrl === undefined ? {} : { REDIS_URL: facts.redisUrl }),
    // What happened in the sandbox must not count as done in a real Jira.
    REDIS_PREFIX: real ? env.REDIS_PREFIX : `${env.REDIS_PREFIX || 'guance-jira'}-sandbox`,
  };
  const receiver: Env = {
    ...withoutDashboard(shared),
    // A look around needs no open port; a real Jira means that a real Guance will call.
    RECEIVER_HOST: env.RECEIVER_HOST || (real ? undefined : '127.0.0.1'),
    RECEIVER_PORT: String(ports.receiver),
    METRICS_PORT: String(ports.metrics),
    SPOOL_DIR: env.SPOOL_DIR || join(dataDir, real ? 'spool' : 'sandbox/spool'),
    ...(env.WEBHOOK_TOKENS_FILE ? {} : { WEBHOOK_TOKENS: env.WEBHOOK_TOKENS || facts.webhookToken }),
  };
  const worker: Env = {
    ...withoutDashboard(shared),
    WORKER_HOST: env.WORKER_HOST || (real ? undefined : '127.0.0.1'),
    WORKER_PORT: String(ports.worker),
  };
  const console: Env = {
    ...shared,
    ADMIN_PORT: String(ports.admin),
    ...(env.DASHBOARD_PASSWORD_FILE ? {} : { DASHBOARD_PASSWORD: env.DASHBOARD_PASSWORD || facts.dashboardPassword }),
  };
  if (real) return { receiver, worker, console };
  const jira = sandboxJira(facts);
  return {
    receiver,
    worker: { ...worker, ...jira },
    console: { ...console, ...withoutLogin(jira) },
    sandbox: sandboxEnv(facts),
  };
}

/** The console shows which issues and rules there are, and never asks Jira. */
function withoutLogin(jira: Env): Env {
  return { ...jira, JIRA_USER: undefined, JIRA_TOKEN: undefined };
}

/** The password is the console's alone, and the receiver would tell that it reads none of these. */
function withoutDashboard(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(ADMIN|DASHBOARD)_/.test(name)));
}

const WHO_AND_WHERE = [
  ...['URL', 'USER', 'TOKEN', 'PASSWORD', 'PROJECT', 'ISSUE_TYPE', 'ASSIGNEE'],
  ...['HEADERS', 'TLS_CERT', 'TLS_KEY', 'TLS_CA'],
  ...['OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET', 'OAUTH_SCOPE', 'OAUTH_TOKEN_URL'],
];

/** Overrides every way of saying who we are: the password of a real Jira has no business in the sandbox. */
function sandboxJira({ env, ports, sandboxToken }: StackFacts): Env {
  const nobody = Object.fromEntries(
    WHO_AND_WHERE.flatMap((name) => [
      [`JIRA_${name}`, undefined],
      [`JIRA_${name}_FILE`, undefined],
    ]),
  );
  return {
    ...nobody,
    JIRA_URL: `http://127.0.0.1:${ports.sandbox}`,
    JIRA_USER: SANDBOX_USER,
    JIRA_TOKEN: sandboxToken,
    JIRA_DEPLOYMENT: dialectOf(env),
    JIRA_PROJECT: 'OPS',
    JIRA_ISSUE_TYPE: speaksEnglish(env) ? 'Incident' : '故障',
    JIRA_ASSIGNEE: sandboxAssignee(dialectOf(env)),
    JIRA_SETTLE_MS: env.JIRA_SETTLE_MS || SANDBOX_SETTLE_MS,
    ...beside(env, '127.0.0.1'),
  };
}

/** Somebody whom the sandbox knows: Cloud knows people by account id or e-mail, Data Center by name. */
export function sandboxAssignee(dialect: 'cloud' | 'datacenter'): string {
  return dialect === 'cloud' ? 'pacher@example.com' : 'pacher';
}

/** A proxy of the environment is for the world outside; the sandbox is on this machine. */
function beside(env: Env, host: string): Env {
  const list = [env.no_proxy || env.NO_PROXY, host].filter(Boolean).join(',');
  return { NO_PROXY: list, no_proxy: list };
}

function sandboxEnv({ env, ports, dataDir, sandboxToken }: StackFacts): Env {
  return {
    PATH: env.PATH,
    HOME: env.HOME,
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_DIALECT: dialectOf(env),
    SANDBOX_DATA: join(dataDir, 'sandbox', 'jira.json'),
    SANDBOX_SITE: env.SANDBOX_SITE || 'sample',
    SANDBOX_USER,
    SANDBOX_TOKEN: sandboxToken,
  };
}

function dialectOf(env: Env): 'cloud' | 'datacenter' {
  return env.JIRA_DEPLOYMENT === 'cloud' ? 'cloud' : 'datacenter';
}
