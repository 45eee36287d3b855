import { normaliseSite } from '@guance-jira/jira';
import { openMessages, openPlayground } from '@guance-jira/operations';
import { isReady, keysFor, openQueue, queueFigures, type RedisClient, registerQueueGauges } from '@guance-jira/queue';
import {
  ConfigInvalid,
  errorFields,
  type Log,
  listen,
  type Metrics,
  rateLimitedLog,
  sharedLook,
  withTimeout,
} from '@guance-jira/service';
import { createApp } from './app.ts';
import { type ConsoleConfig, isLoopback, PASSWORD_REQUIRED } from './config.ts';
import type { Login } from './login/require-login.ts';
import type { RulesNow } from './rules/rules-now.ts';

/** Longer than an event may take: people wait for a list of thousands of jobs. */
const REDIS_TIMEOUT_MS = 3_000;
const SCRAPE_TIMEOUT_MS = 1_000;
const REQUESTS_END_TIMEOUT_MS = 500;
/** The first page should not say that Redis is away because it was asked too soon. */
const FIRST_CONNECTION_MS = 1_000;

export interface Console {
  /** Where it listens, without a path. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the listener for people. A Redis that is down is no reason not to start: the pages say so until it is back.
 * @throws ConfigInvalid when others could reach it without a password; Error when the port is taken
 */
export async function startConsole(
  config: ConsoleConfig,
  deps: { log: Log; metrics: Metrics; now?: () => number },
): Promise<Console> {
  const { log, metrics, now = Date.now } = deps;
  const onlyHere = isLoopback(config.ADMIN_HOST);
  if (config.DASHBOARD_PASSWORD === undefined && !onlyHere) throw new ConfigInvalid([PASSWORD_REQUIRED]);
  const report = rateLimitedLog<unknown>(10_000, (error, suppressed) =>
    log.warn('redis connection failed', { connection: 'console', ...errorFields(error), suppressed }),
  );
  const { queue, redis, close } = openQueue(config, 'console', REDIS_TIMEOUT_MS, report);
  const keys = keysFor(config.REDIS_PREFIX);
  registerQueueGauges(metrics.registry, {
    look: sharedLook(() => withTimeout(queueFigures(queue, redis, keys), SCRAPE_TIMEOUT_MS)),
    now,
  });
  const messages = openMessages();
  const playground = openPlayground();
  const app = createApp({
    opened: { redis, keys, queue },
    rules: lateRules(config, now),
    messages,
    playground,
    site: config.JIRA_URL === undefined ? null : normaliseSite(config.JIRA_URL),
    ledgerDays: config.LEDGER_DAYS,
    wanted: config,
    isRedisReady: () => isReady(redis),
    metrics,
    logins: loginsOf(config),
    proxy: proxyOf(config),
    openMetrics: onlyHere,
    allowDelete: config.DASHBOARD_ALLOW_DELETE,
    log,
    now,
  });
  try {
    await firstConnection(redis, FIRST_CONNECTION_MS);
    const listener = await listen(app, config.ADMIN_HOST, config.ADMIN_PORT);
    log.info('console started', { url: listener.url });
    return {
      url: listener.url,
      close: async () => {
        await listener.close(REQUESTS_END_TIMEOUT_MS);
        await Promise.all([messages.close(), playground.close()]);
        await close();
      },
    };
  } catch (error) {
    await Promise.all([messages.close(), playground.close()]);
    await close();
    throw error;
  }
}

/** Resolves when Redis is connected, at latest after `ms`. */
async function firstConnection(redis: RedisClient, ms: number): Promise<void> {
  if (isReady(redis)) return;
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, ms);
    redis.once('ready', () => {
      clearTimeout(late);
      resolve();
    });
  });
}

/** What reads rules is a third of the console, which a look at its metrics does not need. */
function lateRules(config: ConsoleConfig, now: () => number): () => Promise<RulesNow> {
  let rules: Promise<() => Promise<RulesNow>> | null = null;
  const load = async () => (await import('./rules/rules-now.ts')).rulesNow(config, now);
  return async () => {
    rules ??= load();
    return (await rules)();
  };
}

function loginsOf(config: ConsoleConfig): [Login, ...Login[]] {
  const admin = { user: config.DASHBOARD_USER, password: config.DASHBOARD_PASSWORD };
  const reader = { user: config.DASHBOARD_READONLY_USER, password: config.DASHBOARD_READONLY_PASSWORD, readOnly: true };
  return reader.password === undefined ? [admin] : [admin, reader];
}

function proxyOf({ CONSOLE_USER_HEADER: header, CONSOLE_ADMINS: admins, TRUST_PROXY: addresses }: ConsoleConfig) {
  return header === undefined || !Array.isArray(addresses) ? null : { header, admins, addresses };
}
