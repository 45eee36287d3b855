import { guanceOf } from '@guance-jira/guance';
import type { Rules } from '@guance-jira/mapping';
import type { CredentialStore, WorkerEnv } from '@guance-jira/operations';
import { openMessages } from '@guance-jira/operations';
import { connectRedis, createTally, jobIdFor, keysFor, onRedisError } from '@guance-jira/queue';
import {
  createHealth,
  errorFields,
  type Log,
  listen,
  type Metrics,
  openTracing,
  type Readiness,
  rateLimitedLog,
} from '@guance-jira/service';
import { startPoll } from './back/poll/start-poll.ts';
import { buildJira } from './build-jira.ts';
import { missedIn } from './catch-up/missed.ts';
import { openCatchUp } from './catch-up/sweep.ts';
import { wakeFarDelayed } from './consume/far-delayed.ts';
import { createWaker } from './consume/promote-job.ts';
import { shortenLocks } from './consume/shorten-locks.ts';
import { consume, LOCK_TIMES } from './consume/worker.ts';
import { giveContext } from './context/give-context.ts';
import { createOpenIssues } from './groups/open-issues.ts';
import { createLanes } from './groups/ordered-lock.ts';
import { createFaultStore } from './groups/per-fault/state/state-store.ts';
import { tellPeople } from './notify/notify.ts';
import { checkDurability } from './observe/check-durability.ts';
import { countingRequests, workerMetrics } from './observe/metrics.ts';
import { within } from './observe/with-timeout.ts';
import { registerGauges } from './observe/worker-gauges.ts';
import { checkAtStart } from './rules/check-at-start.ts';
import { tellIdleSettings } from './rules/idle-settings.ts';
import { keepTelling } from './rules/keep-telling.ts';
import { openRules } from './rules/watch-rules.ts';
import { createStormStore } from './storms/store.ts';
import { createStormSweep } from './storms/sweep.ts';
import { inBackground } from './throttle/background-request.ts';
import { probeWhenIdle } from './throttle/half-open-probe.ts';
import { warmUpSoon } from './throttle/warm-up.ts';

export interface WorkerDeps {
  log: Log;
  metrics: Metrics;
  credentials: CredentialStore;
  /** Takes our secrets out of a text that others wrote. */
  redact: (text: string) => string;
  /** A secret that came up while we run. */
  hide: (secret: string) => void;
  /** As it was given, for what nobody reads. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** How often a refused secret that came as a file is read again. */
const RELOAD_MS = 5000;
/** How often late looks for duplicates are done. */
const SWEEP_MS = 5000;
/** How often open issues that are due are looked at. */
const OPEN_SWEEP_MS = 5000;
/** How often what happened is added to the counts that the console shows; a crash loses as much. */
const TALLY_MS = 2000;
/** How often events that a wrong clock put off are looked for, which is as long as one can be kept back by it. */
const FAR_MS = 60_000;
/** How often the lists of storms are looked after. */
const STORM_SWEEP_MS = 1000;
/** Longer than one request to Jira may take by default, shorter than the grace of the process. */
const JOBS_END_TIMEOUT_MS = 20_000;
const JOBS_END_WITHOUT_REDIS_MS = 2000;
const HEALTH_ENDS_TIMEOUT_MS = 500;

/**
 * Starts the worker; Redis or Jira being down is no reason not to. `reloadRules` reads the rules again without waiting for
 * the next look.
 * @throws RulesInvalid, or ConfigInvalid when Redis is less durable than REQUIRE_DURABLE_REDIS asks for
 */
export async function startWorker(
  config: WorkerEnv,
  { log, metrics, credentials, redact, hide, env = {} }: WorkerDeps,
): Promise<{ url: string; reloadRules: () => void; close: () => Promise<void> }> {
  tellIdleSettings(env, log);
  const tracing = await openTracing(config, { service: 'worker', log });
  const rules = await openRules(config, { log, metrics });
  const keys = keysFor(config.REDIS_PREFIX);
  const redis = connectRedis(config, { kind: 'worker' }, 'guance-jira-ledger');
  const queueRedis = connectRedis(config, { kind: 'worker' }, 'guance-jira-worker');
  const report = rateLimitedLog<Error>(10_000, (error, suppressed) =>
    log.error('redis error', { ...errorFields(error), suppressed }),
  );
  onRedisError(redis, report);
  onRedisError(queueRedis, report);

  const sweepFailed = rateLimitedLog(60_000, (error: unknown, suppressed) =>
    log.warn('duplicate check failed', { ...errorFields(error), suppressed }),
  );

  const stormFailed = rateLimitedLog(60_000, (error: unknown, suppressed) =>
    log.warn('check of storms failed', { ...errorFields(error), suppressed }),
  );

  const openFailed = rateLimitedLog(60_000, (error: unknown, suppressed) =>
    log.warn('check of open issues failed', { ...errorFields(error), suppressed }),
  );

  const checked = checkDurability(redis, keys, config.REQUIRE_DURABLE_REDIS, log);
  if (config.REQUIRE_DURABLE_REDIS) await checked;
  const isRedisReady = () => redis.status === 'ready';
  const tally = createTally(redis, keys);
  const counters = countingRequests(
    workerMetrics(metrics, () => routeNames(rules.current())),
    tally,
  );
  const jira = buildJira(config, {
    ...{ redis, keys, credentials, metrics: counters, tracing, log, redact, hide },
    rules: rules.current,
  });
  registerGauges(metrics, { circuit: jira.circuit.look, isRedisReady, missed: () => missedIn(redis, keys) });
  const idle = probeWhenIdle(redis, keys.pause(jira.tracker.site), jira, report);
  const people = tellPeople(config, {
    ...{ redis, keys, site: jira.tracker.site, log, onError: report, onSent: counters.notified },
    paused: async () => (await jira.circuit.look()).paused,
  });
  rules.watch(people.rules);
  const checking = checkAtStart(config, { ...jira, rules: rules.current, log });
  const telling = keepTelling(rules, redis, keys, report);
  const waker = createWaker(redis, keys);
  const storms = createStormStore(redis, keys, config.LEDGER_DAYS);
  const wake = (name: string) => waker.wake(name.startsWith('ev_') ? name : jobIdFor(name));
  const storm = createStormSweep({ redis, keys, rules: rules.current, jira, storms, wake, log });
  const guance = guanceOf(config, fetch);
  const context = giveContext({ redis, keys, jira, guance, redact, log, counters, ledgerDays: config.LEDGER_DAYS });
  const openIssues = createOpenIssues({
    ...{ redis, keys, site: jira.tracker.site, ledgerDays: config.LEDGER_DAYS, rules: rules.current, log },
    read: (issue) => inBackground(jira, 'get', () => jira.tracker.read(issue)),
    isHidden: async (issue) => (await jira.visibility?.of(issue)) === 'hidden',
  });
  const messages = openMessages();
  const lanes = createLanes(redis, keys, waker.wake);
  const faults = createFaultStore(redis, keys, jira.ledger);
  const common = { redis, keys, rules: rules.current, jira, lanes, faults, guance };
  const catchUp = openCatchUp(config, {
    ...{ redis, keys, jira, guance, rules: rules.current, log, onError: report },
    ...{ onAnswer: counters.guanceRequest, onCaughtUp: counters.caughtUp },
  });
  const worker = consume(
    { ...common, storms, messages, wake, hear: catchUp.hear },
    {
      changes: { ...common, onAnswer: counters.guanceRequest },
      connection: queueRedis,
      keys,
      concurrency: config.WORKER_CONCURRENCY,
      keepCompletedMs: config.KEEP_COMPLETED,
      keepFailedMs: config.KEEP_FAILED,
      issueUrl: jira.tracker.issueUrl,
      metrics: counters,
      tally,
      tracing,
      log,
    },
  );
  const polling = startPoll(config.BACK_POLL, { ...common, settleMs: config.JIRA_SETTLE_MS, log });
  const tallies = setInterval(() => tally.flush().catch(report), TALLY_MS);
  const reload = setInterval(() => {
    if (credentials.reload()) log.info('jira login read again');
  }, RELOAD_MS);
  const sweep = setInterval(() => jira.duplicates.sweep().catch(sweepFailed), SWEEP_MS);
  const openSweep = setInterval(() => openIssues.sweep().catch(openFailed), OPEN_SWEEP_MS);
  const stormSweep = setInterval(() => storm.run().catch(stormFailed), STORM_SWEEP_MS);
  const farDelayed = setInterval(
    () => wakeFarDelayed({ redis, keys, rules: rules.current, wake: waker.wake, log }).catch(report),
    FAR_MS,
  );
  const locks = setInterval(() => shortenLocks(redis, keys, LOCK_TIMES, log).catch(report), LOCK_TIMES.stalledCheckMs);
  const readiness = (): Readiness =>
    isRedisReady() ? { status: 'ready' } : { status: 'unavailable', reason: 'Redis is not reachable' };
  const health = await listen(createHealth({ metrics, readiness }), config.WORKER_HOST, config.WORKER_PORT);
  log.info('worker started', { url: health.url, jira: jira.tracker.site, concurrency: config.WORKER_CONCURRENCY });
  const stopWarmUp = warmUpSoon(jira, report);

  return {
    url: health.url,
    reloadRules: rules.reload,
    close: async () => {
      rules.close();
      telling.close();
      checking.close();
      clearInterval(reload);
      clearInterval(sweep);
      clearInterval(openSweep);
      clearInterval(stormSweep);
      clearInterval(farDelayed);
      clearInterval(tallies);
      clearInterval(locks);
      stopWarmUp();
      idle.close();
      const caughtUp = catchUp.close();
      polling.close();
      // Without Redis nothing can be recorded, and BullMQ would wait for it for ever.
      const graceMs = isRedisReady() ? JOBS_END_TIMEOUT_MS : JOBS_END_WITHOUT_REDIS_MS;
      const told = people.close();
      const ended = await within(graceMs, async () => {
        await Promise.all([worker.close(), context.close()]);
        await tally.flush().catch(report);
        await waker.close();
        await told;
        await caughtUp;
      });
      if (!ended) log.warn('events under way are left to another worker', { graceMs });
      jira.memory.close();
      await messages.close();
      await Promise.all([health.close(HEALTH_ENDS_TIMEOUT_MS), jira.tracker.close(), tracing?.close()]);
      queueRedis.disconnect();
      redis.disconnect();
    },
  };
}

function routeNames({ routes, fallback }: Rules): string[] {
  return [...routes, ...(fallback === null ? [] : [fallback])].map(({ name }) => name);
}
