/** Builds everything that belongs to one Jira: tracker, pace, memory, look-ups. */
import type { Keys, RedisClient } from '@guance-jira/queue';
import { errorFields, type Log, occasionally } from '@guance-jira/service';
import type { WorkerEnv } from './config.ts';
import type { CredentialStore } from './credentials.ts';
import type { JiraSide } from './handle-event.ts';
import { connectTracker, normaliseSite } from './jira/connect.ts';
import { connectLater } from './jira/connect-later.ts';
import { createLookout } from './look.ts';
import { createMemory } from './memory.ts';
import type { WorkerMetrics } from './metrics.ts';
import { createPace } from './pace.ts';

export interface JiraSideDeps {
  redis: RedisClient;
  keys: Keys;
  credentials: CredentialStore;
  metrics: WorkerMetrics;
  log: Log;
}

const BEAT_MS = 5000;
const AUTO_RPS = { cloud: 20, datacenter: 10 } as const;

export function createJiraSide(config: WorkerEnv, deps: JiraSideDeps): JiraSide {
  const { redis, keys, credentials, metrics, log } = deps;
  const site = normaliseSite(config.JIRA_URL);
  const tracker = connectLater(site, () =>
    connectTracker(config.JIRA_DEPLOYMENT, {
      baseUrl: site,
      authorization: credentials.authorization,
      timeoutMs: config.JIRA_TIMEOUT_MS,
      onEnd: (endpoint, { failure }) => metrics.request(endpoint, failure),
    }),
  );
  const memory = createMemory(redis, keys, {
    settleMs: config.JIRA_SETTLE_MS,
    ledgerDays: config.LEDGER_DAYS,
    beatMs: BEAT_MS,
    waitReplicas: config.REDIS_WAIT_REPLICAS,
    hasIssues: tracker.hasIssues,
    onRenewed: (reason) => log.warn('ledger epoch renewed', { reason }),
    onError: occasionally(10_000, (error: unknown, heldBack) =>
      log.error('ledger heartbeat failed', { ...errorFields(error), heldBack }),
    ),
  });
  const pace = createPace(redis, keys, {
    site,
    rps: () => (config.JIRA_MAX_RPS === 'auto' ? AUTO_RPS[tracker.deployment ?? 'datacenter'] : config.JIRA_MAX_RPS),
    careful: () => config.JIRA_PASSWORD !== undefined,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    onPause: metrics.paused,
  });
  return {
    tracker,
    memory,
    pace,
    lookout: createLookout(tracker),
    patience: {
      settleMs: config.JIRA_SETTLE_MS,
      timeoutMs: config.JIRA_TIMEOUT_MS,
      lateCommitMs: config.JIRA_LATE_COMMIT_MS,
    },
    retryForMs: config.JIRA_RETRY_FOR,
    ledger: { keys, memory, site, ledgerDays: config.LEDGER_DAYS, waitReplicas: config.REDIS_WAIT_REPLICAS },
    onReconciled: metrics.reconciled,
  };
}
