/** Builds everything that belongs to one Jira: tracker, circuit, memory, look-ups. */

import type { Tracker } from '@guance-jira/jira';
import {
  connectLater,
  connectTracker,
  createLogin,
  type Login,
  normaliseSite,
  redisTokenStore,
  traceRequest,
} from '@guance-jira/jira';
import { createMemory, LATEST_POST_MS } from '@guance-jira/ledger';
import type { Rules } from '@guance-jira/mapping';
import type { CredentialStore, WorkerEnv } from '@guance-jira/operations';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { errorFields, type Log, rateLimitedLog, type Tracing } from '@guance-jira/service';
import { type Accounts, createAccounts } from './create/accounts.ts';
import { rememberAssignees } from './create/assignee-checks.ts';
import { createHighestKeys } from './create/by-keys/highest-keys.ts';
import { createKeyReader } from './create/by-keys/key-reader.ts';
import { createSettledKeys } from './create/by-keys/settled-keys.ts';
import { createSchemas } from './create/by-schema/schemas.ts';
import type { CreateDeps } from './create/deps.ts';
import { createDuplicates } from './create/duplicates.ts';
import { anyOfOurs } from './create/first-install.ts';
import { createMarkerSearch } from './create/marker-search.ts';
import { firstContact } from './first-contact.ts';
import { rememberRefusals } from './issue/rejected-fields.ts';
import { createVisibility } from './issue/visibility.ts';
import { createIssueWrites } from './issue/write-limiter.ts';
import type { WorkerMetrics } from './observe/metrics.ts';
import { inBackground } from './throttle/background-request.ts';
import { tellsAnswers } from './throttle/blocked-kinds.ts';
import { createCircuit } from './throttle/circuit.ts';
import { failureLog } from './throttle/failure-log.ts';
import { BOUNDS } from './throttle/learn-rate.ts';
import { forbidsAll, reportFailure } from './throttle/report-failure.ts';
import { goesOn, takeSlot } from './throttle/take-slot.ts';

export interface JiraBuildDeps {
  redis: RedisClient;
  keys: Keys;
  credentials: CredentialStore;
  metrics: WorkerMetrics;
  tracing: Tracing | null;
  log: Log;
  redact: (text: string) => string;
  rules: () => Rules;
  /** A secret that came up while we run. */
  hide: (secret: string) => void;
}

const BEAT_MS = 5000;
/** Beyond what a request for an access token can take. */
const TOKEN_TURN_MS = 5000;

export function buildJira(config: WorkerEnv, deps: JiraBuildDeps): CreateDeps {
  const { redis, keys, credentials, metrics, tracing, log, redact, hide, rules } = deps;
  const site = normaliseSite(config.JIRA_URL);
  // Known as soon as Jira says it, also while it refuses the login; a Cloud has no logins to lock.
  let deployment: Tracker['deployment'] = null;
  const accounts = createAccounts(redis, keys);
  const login = ownLogin(credentials, accounts);
  const authorized = createLogin(credentials.access, config.JIRA_TIMEOUT_MS, {
    store: redisTokenStore(redis, keys, config.JIRA_TIMEOUT_MS + TOKEN_TURN_MS),
    onToken: hide,
  });
  const connect = firstContact({
    reach: () =>
      connectTracker(config.JIRA_DEPLOYMENT, {
        baseUrl: site,
        ...authorized,
        headers: credentials.headers,
        certificates: credentials.certificates,
        timeoutMs: config.JIRA_TIMEOUT_MS,
        onEnd: tellsAnswers(metrics, circuit),
        forbidsAll: (failure) => forbidsAll(failure, side),
        trace: tracing ? (method, path) => traceRequest(tracing, new URL(site), method, path) : undefined,
        onLimits: (limits) => circuit.answered(limits),
        redact,
        others: accounts.others,
      }),
    login,
    circuit: () => circuit,
    onReached: (reached) => {
      deployment = reached.deployment;
    },
  });
  const tracker = connectLater(site, connect, login);
  const keyReader = createKeyReader({
    tracker,
    slot: () => takeSlot({ circuit, tracker }, tracker.keysAtOnce > 1 ? 'bulkfetch' : 'get'),
    clock: () => performance.now(),
  });
  const reconcileTimeouts = {
    settleMs: config.JIRA_SETTLE_MS,
    timeoutMs: config.JIRA_TIMEOUT_MS,
    // The POST may have left that long after `sent` was written.
    lateCommitMs: config.JIRA_LATE_COMMIT_MS + LATEST_POST_MS,
  };
  const memory = createMemory(redis, keys, {
    site: tracker.site,
    reconcileTimeouts,
    ledgerDays: config.LEDGER_DAYS,
    beatMs: BEAT_MS,
    waitReplicas: config.REDIS_WAIT_REPLICAS,
    hasIssues: (settled) => anyOfOurs({ tracker, circuit, keyReader, rules, settleMs: config.JIRA_SETTLE_MS }, settled),
    accounts: accounts.known,
    onRenewed: (reason) => {
      metrics.epochRenewed(reason);
      // Mostly a first install; where it was none, Jira tells.
      log[reason === 'empty' ? 'info' : 'warn']('ledger epoch renewed', { reason });
    },
    onEmptied: () => log.warn('ledger epoch renewed', { reason: 'emptied' }),
    onError: rateLimitedLog(10_000, (error: unknown, suppressed) =>
      log.error('ledger heartbeat failed', { ...errorFields(error), suppressed }),
    ),
  });
  const circuit = createCircuit(redis, keys, {
    site,
    rps: () => (config.JIRA_MAX_RPS === 'auto' ? BOUNDS[tracker.deployment ?? 'datacenter'] : config.JIRA_MAX_RPS),
    careful: () => config.JIRA_USER !== undefined && deployment !== 'cloud',
    login: credentials.fingerprint,
    sleep,
    random: Math.random,
    onPause: metrics.paused,
    onPauseLost: (pause) => log.warn('pause was lost in redis and is set again', { ...pause }),
  });
  const hidden = rateLimitedLog(600_000, (issueKey: string, suppressed) =>
    log.warn('jira lets this account create issues but not see them', {
      ...{ issueKey, suppressed },
      todo: 'give it Browse projects and a place in the default security level; until then recoveries and changes cannot be told',
    }),
  );
  const markerSearch = createMarkerSearch(
    tracker,
    () => takeSlot({ circuit, tracker }, 'search'),
    () => goesOn({ circuit }, 'search'),
  );
  const writes = createIssueWrites(redis, keys, { site, sleep });
  const side: CreateDeps = {
    tracker,
    memory,
    duplicates: createDuplicates({
      ...{ redis, keys, tracker, markerSearch, log, writes },
      request: (endpoint, act) => inBackground(side, endpoint, act),
      onDuplicates: () => metrics.reconciled('twins'),
      onEnded: metrics.duplicateEnded,
    }),
    circuit,
    visibility: createVisibility({
      ...{ redis, keys, tracker, circuit },
      onHidden: (issue) => {
        metrics.hidden();
        hidden(issue.key);
      },
    }),
    writes,
    markerSearch,
    accounts,
    schemas: createSchemas(redis, keys, {
      ...{ site, sleep },
      read: (place) => tracker.createSchema(place, () => takeSlot({ circuit, tracker }, 'createmeta')),
      onFailure: (failure) => reportFailure(failure, side),
    }),
    highest: createHighestKeys(redis, keys, { site }),
    keyReader,
    settledKeys: createSettledKeys({
      ...{ tracker, rules, reconcileTimeouts },
      slot: () => takeSlot({ circuit, tracker }, 'search'),
    }),
    refusals: rememberRefusals(),
    assignees: rememberAssignees(),
    reconcileTimeouts,
    retryForMs: config.JIRA_RETRY_FOR,
    ledger: { keys, memory, site, ledgerDays: config.LEDGER_DAYS, waitReplicas: config.REDIS_WAIT_REPLICAS },
    onFailure: failureLog(log),
    onReconciled: metrics.reconciled,
    onConflict: metrics.conflict,
    onRejectedField: metrics.rejectedField,
    onFallback: metrics.fallback,
  };
  return side;
}

/** When an account was last used is noted as often: the longest unused are forgotten first. */
const ACCOUNT_AGAIN_MS = 60_000;

/** Whose login it is, before anything is made by it. */
function ownLogin(credentials: CredentialStore, accounts: Accounts): Login {
  let known: { login: string; account: string } | null = null;
  let usedAt = 0;
  const isNew = () => known?.login !== credentials.fingerprint() || performance.now() - usedAt > ACCOUNT_AGAIN_MS;
  return {
    isNew,
    learn: async (tracker) => {
      if (!isNew()) return;
      const login = credentials.fingerprint();
      if (known?.login !== login) known = { login, account: await tracker.whoAmI() };
      await accounts.use(known.account);
      usedAt = performance.now();
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
