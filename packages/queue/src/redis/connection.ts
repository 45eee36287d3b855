import { Cluster, Redis } from 'ioredis';
import { writeTogether } from './coalesce-writes.ts';
import type { RedisClient } from './redis-client.ts';
import type { RedisSettings } from './settings.ts';

/**
 * `producer` fails within `commandTimeoutMs` so that a webhook is always answered; `worker` waits for Redis for ever.
 * A worker must have no command timeout: it would also cut its blocking wait for jobs.
 */
export type RedisRole = { kind: 'producer'; commandTimeoutMs: number } | { kind: 'worker' };

const CONNECT_TIMEOUT_MS = 5000;
const SENTINEL_ANSWERS_TIMEOUT_MS = 2000;
const KEEPALIVE_MS = 10_000;
/** Longer than BullMQ blocks for jobs (10 s): a server that vanished without a word never answers nor refuses. */
const SILENCE_MS = 30_000;
const READ_ONLY_PAUSE_MS = 1000;
const READ_ONLY_LASTS_MS = 5000;

/** Opens a connection. Errors go to the listener of `onRedisError`, which the caller must attach. */
export function connectRedis(settings: RedisSettings, role: RedisRole, name: string): RedisClient {
  const common = commonOf(settings, role, name);
  if (settings.REDIS_CLUSTER_NODES) {
    const cluster = new Cluster(settings.REDIS_CLUSTER_NODES, {
      redisOptions: common,
      enableOfflineQueue: role.kind === 'worker',
      clusterRetryStrategy: backoff,
      slotsRefreshTimeout: 2000,
      // Certificates name hosts, so a host must reach the check by name.
      ...(common.tls ? { dnsLookup: (host, found) => found(null, host) } : {}),
    });
    if (role.kind === 'worker') cluster.on('+node', writeTogether);
    return cluster;
  }
  const client = new Redis({
    ...common,
    ...(settings.REDIS_SENTINELS ? viaSentinels(settings, common) : addressOf(settings)),
    reconnectOnError: (error: Error) => refused.reconnect(error),
    retryStrategy: (times: number) => Math.max(backoff(times), refused.pauseMs()),
  });
  if (role.kind === 'worker') writeTogether(client);
  const refused = readOnlyPause((error) => client.emit('error', error));
  return client;
}

function commonOf(settings: RedisSettings, role: RedisRole, name: string) {
  return {
    ...loginOf(settings),
    connectionName: name,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEPALIVE_MS,
    ...(role.kind === 'producer'
      ? { enableOfflineQueue: false, commandTimeout: role.commandTimeoutMs }
      : { socketTimeout: SILENCE_MS }),
  };
}

function viaSentinels(settings: RedisSettings, { tls }: Login) {
  return {
    sentinels: settings.REDIS_SENTINELS ?? [],
    name: settings.REDIS_MASTER ?? '',
    ...(settings.REDIS_SENTINEL_PASSWORD ? { sentinelPassword: settings.REDIS_SENTINEL_PASSWORD } : {}),
    sentinelCommandTimeout: SENTINEL_ANSWERS_TIMEOUT_MS,
    sentinelRetryStrategy: backoff,
    sentinelReconnectStrategy: backoff,
    // An old master that is frozen or cut off keeps our connection open; the Sentinels tell that there is a new one.
    failoverDetector: true,
    // Without the first ioredis would drop `tls` without a word and send the password in the clear.
    ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: tls } : {}),
  };
}

function addressOf({ REDIS_URL }: RedisSettings) {
  const { hostname, port } = new URL(REDIS_URL);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1', port: Number(port || 6379) };
}

interface Login {
  username?: string;
  password?: string;
  db?: number;
  tls?: { cert?: string; key?: string };
}

function loginOf({ REDIS_URL, REDIS_TLS_CERT, REDIS_TLS_KEY }: RedisSettings): Login {
  const { username, password, protocol, pathname } = new URL(REDIS_URL);
  const db = Number(pathname.slice(1));
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(db > 0 ? { db } : {}),
    ...(protocol === 'rediss:'
      ? { tls: REDIS_TLS_CERT && REDIS_TLS_KEY ? { cert: REDIS_TLS_CERT, key: REDIS_TLS_KEY } : {} }
      : {}),
  };
}

/** Doubles from 50 ms to 2 s, spread so that processes do not come back together. */
function backoff(times: number): number {
  return Math.min(50 * 2 ** Math.min(times - 1, 6), 2000) + Math.floor(Math.random() * 100);
}

/**
 * A READONLY answer means that a failover has made our node a replica: reconnect to find the new master, and send the
 * command again. Where there is none (a replica set by hand) that would spin, so each round rests, and is reported.
 */
function readOnlyPause(report: (error: Error) => void) {
  let last = Number.NEGATIVE_INFINITY;
  let again = false;
  return {
    reconnect: (error: Error) => {
      // Redis 6 wraps what a script met: "ERR Error running script …: -READONLY You can't write …".
      if (!error.message.includes('READONLY')) return false;
      const now = performance.now();
      // All commands under way are refused at once: they are one round.
      if (now - last > 100) again = now - last < READ_ONLY_LASTS_MS;
      last = now;
      report(error);
      return 2 as const;
    },
    /** Not the first time: in a failover the new master is mostly there already. */
    pauseMs: () => (again && performance.now() - last < READ_ONLY_LASTS_MS ? READ_ONLY_PAUSE_MS : 0),
  };
}
