import {
  createProducer,
  isReady,
  keysFor,
  noteRefused,
  openQueue,
  queueFigures,
  type RefusedDelivery,
} from '@guance-jira/queue';
import {
  createHealth,
  errorFields,
  type Log,
  listen,
  type Metrics,
  openTracing,
  type Readiness,
  rateLimitedLog,
  withTimeout,
} from '@guance-jira/service';
import { type ReceiverConfig, tokenValues } from './config.ts';
import type { InheritedSocket } from './http/inherited-socket.ts';
import { createAccept } from './ingest/accept.ts';
import { createDrain } from './ingest/drain.ts';
import { createEnqueue } from './ingest/enqueue.ts';
import { tellPeople } from './notify/notify.ts';
import { registerMetrics } from './observe/metrics.ts';
import { openRedisGate } from './redis/circuit-breaker.ts';
import { logPromise, requireDurable } from './redis/durability.ts';
import { openSpool } from './spool/spool.ts';
import { createAuthenticate } from './webhook/authenticate.ts';
import { createEventBudget } from './webhook/event-budget.ts';
import { createHideTokens } from './webhook/hide-tokens.ts';
import { createJiraWebhook, type JiraWebhookDeps } from './webhook/jira/jira-webhook.ts';
import { createWebhook } from './webhook/webhook.ts';

const INGEST_TIMEOUT_MS = 1_500;
const FIGURES_TIMEOUT_MS = 3_000;
/** Guance gives up after about five seconds; this leaves time for the spool within two. */
const REDIS_TIMEOUT_MS = 1_200;
const SCRAPE_TIMEOUT_MS = 1_000;
const FIRST_LOOK_MS = 1_000;
const ADOPT_EVERY_MS = 60_000;
const DRAIN_EVERY_MS = 5_000;
/** Longer than a minute, so that a sender just above its budget is told of once and not again and again. */
const OVER_BUDGET_TOLD_MS = 600_000;
const REQUESTS_END_TIMEOUT_MS = 5_000;
const DRAIN_ENDS_TIMEOUT_MS = 8_000;

export interface Receiver {
  /** Where the webhook listens, without a path. */
  url: string;
  /** Where health and metrics are told. */
  metricsUrl: string;
  /** Stops within about 15 s: ends requests, drains the spool as far as it gets; what is left stays on disk. */
  close(): Promise<void>;
}

/**
 * Starts both listeners. A Redis that is down is no reason not to start: events go to the spool then.
 * @throws ConfigInvalid when REQUIRE_DURABLE_REDIS is set and Redis promises less; Error when a port is taken
 */
export async function startReceiver(
  config: ReceiverConfig,
  deps: { log: Log; metrics: Metrics; now?: () => number; socket?: InheritedSocket | undefined },
): Promise<Receiver> {
  const { log, metrics, now = Date.now } = deps;
  const keys = keysFor(config.REDIS_PREFIX);
  // Two connections, so that a question about the queue never stands before an event.
  const ingest = openQueue(config, 'receiver', INGEST_TIMEOUT_MS, reportTo(log, 'receiver'));
  const figures = openQueue(config, 'figures', FIGURES_TIMEOUT_MS, reportTo(log, 'figures'));
  const opened: (() => void | Promise<void>)[] = [figures.close, ingest.close];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    if (config.REQUIRE_DURABLE_REDIS) await requireDurable(ingest.redis, keys.ledger, log);
    logPromise(ingest.redis, keys.ledger, log);
    const waitReplicas = config.REDIS_WAIT_REPLICAS;
    const gate = openRedisGate({ redis: ingest.redis, keys, waitReplicas, log });
    opened.push(() => gate.close());
    const spool = openSpool({
      dir: config.SPOOL_DIR,
      maxEvents: config.SPOOL_MAX_EVENTS,
      maxBytes: config.SPOOL_MAX_MB * 1024 * 1024,
      log,
    });
    opened.push(() => spool.close());
    const producer = createProducer({ redis: ingest.redis, keys, waitReplicas });
    const drain = createDrain({ producer, spool, gate, log });
    gate.onOpen(() => void drain.run());
    const timers = [
      setInterval(() => spool.adopt(), ADOPT_EVERY_MS),
      setInterval(() => void drain.run(), DRAIN_EVERY_MS),
    ];
    opened.push(() => {
      for (const timer of timers) clearInterval(timer);
    });

    let stopping = false;
    const receiverMetrics = registerMetrics(metrics, {
      queue: () => withTimeout(queueFigures(figures.queue, figures.redis, keys), SCRAPE_TIMEOUT_MS),
      spool,
      spoolMaxEvents: config.SPOOL_MAX_EVENTS,
      redis: gate,
      tokenLabels: [...(config.WEBHOOK_TOKENS ?? []), ...(config.JIRA_WEBHOOK_TOKENS ?? [])].map(({ label }) => label),
      now,
    });
    const tracing = await openTracing(config, { service: 'receiver', log });
    opened.push(async () => tracing?.close());
    const readiness = () => readinessOf(gate.isOpen, spool.canTake, stopping);
    const budget = createEventBudget(config.WEBHOOK_EVENTS_PER_MINUTE, now);
    const accept = createAccept({ enqueue: createEnqueue(producer, REDIS_TIMEOUT_MS), gate, spool });
    // By the connection for questions, and never kept for later: a scanner must not fill the memory while Redis is away.
    const noteRefusal = (refused: RefusedDelivery) => {
      if (isReady(figures.redis)) noteRefused(figures.redis, keys, refused).catch(reportTo(log, 'figures'));
    };
    const common = {
      budget,
      accept,
      stopping: () => stopping,
      metrics: receiverMetrics,
      noteRefused: noteRefusal,
      log,
      now,
    };
    const webhook = createWebhook({
      ...common,
      changes: changesFrom(config, common),
      authenticate: createAuthenticate(config.WEBHOOK_TOKENS ?? [], {
        allowAnonymous: config.WEBHOOK_ALLOW_ANONYMOUS,
        now,
      }),
      hideTokens: createHideTokens(tokenValues(config)),
      readiness,
      tracing,
      trustProxy: config.TRUST_PROXY,
    });
    const people = tellPeople(config, {
      ...{ redis: figures.redis, queue: figures.queue, keys, log, onSent: receiverMetrics.notified },
      door: () => ({
        ...{ redisTakes: gate.isOpen, reason: gate.reason },
        ...{ spooled: spool.count, spoolTakes: spool.canTake },
        overBudget: budget.refusedSince(now() - OVER_BUDGET_TOLD_MS),
      }),
    });
    opened.push(people.close);
    await gate.firstLook(FIRST_LOOK_MS);
    const health = await listen(createHealth({ metrics, readiness }), config.METRICS_HOST, config.METRICS_PORT);
    opened.push(() => health.close(500));
    const listener = await listen(webhook, config.RECEIVER_HOST, config.RECEIVER_PORT, deps.socket);
    log.info('receiver started', { url: listener.url, metricsUrl: health.url });
    return {
      url: listener.url,
      metricsUrl: health.url,
      close: async () => {
        stopping = true;
        await listener.close(REQUESTS_END_TIMEOUT_MS);
        // Redis may be frozen: what is left stays on disk, and the next start sends it.
        await withTimeout(drain.run(), DRAIN_ENDS_TIMEOUT_MS).catch((error) =>
          log.warn('the spool was not drained in time', errorFields(error)),
        );
        await drain.stop();
        if (spool.count > 0) log.warn('events stay in the spool until the next start', { events: spool.count });
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Null where nobody is to tell us of changes. */
function changesFrom(config: ReceiverConfig, common: Omit<JiraWebhookDeps, 'authenticate' | 'secret'>) {
  const { JIRA_WEBHOOK_TOKENS: tokens, JIRA_WEBHOOK_SECRET: secret = null } = config;
  if (tokens === undefined) return null;
  const options = { allowAnonymous: false, now: common.now, path: '/webhook/jira' };
  return createJiraWebhook({ ...common, secret, authenticate: createAuthenticate(tokens, options) });
}

function reportTo(log: Log, connection: string): (error: unknown) => void {
  return rateLimitedLog(10_000, (error, suppressed) =>
    log.warn('redis connection failed', { connection, ...errorFields(error), suppressed }),
  );
}

function readinessOf(redisOpen: boolean, spoolTakes: boolean, stopping: boolean): Readiness {
  if (stopping) return { status: 'unavailable', reason: 'stopping' };
  if (redisOpen && spoolTakes) return { status: 'ready' };
  if (redisOpen) return { status: 'degraded', reason: 'the spool takes no events' };
  if (spoolTakes) return { status: 'degraded', reason: 'spooling' };
  return { status: 'unavailable', reason: 'neither Redis nor the spool takes events' };
}
