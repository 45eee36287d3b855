import { Cluster, Redis } from 'ioredis';
import { z } from 'zod';

/** The variables by which both processes find the same Redis. */
export const RedisSettings = z.object({
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL, such as redis://127.0.0.1:6379' })
    .default('redis://127.0.0.1:6379')
    .describe('`redis://` or `rediss://` (TLS) URL of one Redis; may hold user, password and database')
    .meta({ secret: true }),
  REDIS_SENTINELS: hostPorts().describe(
    'Redis Sentinels instead of REDIS_URL: `host:port`, comma separated; needs REDIS_MASTER',
  ),
  REDIS_MASTER: z.string().min(1).optional().describe('name of the master that the Sentinels watch'),
  REDIS_CLUSTER_NODES: hostPorts().describe(
    'nodes of a Redis Cluster instead of REDIS_URL: `host:port`, comma separated',
  ),
  REDIS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'may hold letters, digits, and _ . - (1 to 64)')
    .default('guance-jira')
    .describe('first part of every key; stacks with different prefixes can share a Redis'),
  REDIS_WAIT_REPLICAS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('how many replicas must confirm a write before it counts as durable'),
  REQUIRE_DURABLE_REDIS: z
    .stringbool()
    .default(false)
    .describe('refuse to start unless Redis runs with `appendfsync always` and `maxmemory-policy noeviction`'),
});
export type RedisSettings = z.infer<typeof RedisSettings>;

export type RedisClient = Redis | Cluster;

/**
 * `producer` fails within `commandTimeoutMs` so that a webhook is always answered; `worker` waits for Redis for ever.
 * A worker must have no command timeout: it would also cut its blocking wait for jobs.
 */
export type RedisRole = { kind: 'producer'; commandTimeoutMs: number } | { kind: 'worker' };

/** Opens a connection. Errors go to the `error` listener, which the caller must attach. */
export function connectRedis(settings: RedisSettings, role: RedisRole, name: string): RedisClient {
  const common = {
    connectionName: name,
    maxRetriesPerRequest: null,
    // Also reconnect after a failover has made our node a replica: a READONLY answer means "ask the new master".
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? (2 as const) : false),
    retryStrategy: (times: number) =>
      Math.min(50 * 2 ** Math.min(times - 1, 6), 2000) + Math.floor(Math.random() * 100),
    ...(role.kind === 'producer' ? { enableOfflineQueue: false, commandTimeout: role.commandTimeoutMs } : {}),
  };
  const url = new URL(settings.REDIS_URL);
  const login = {
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
  if (settings.REDIS_CLUSTER_NODES) {
    return new Cluster(settings.REDIS_CLUSTER_NODES, {
      redisOptions: { ...common, ...login },
      enableOfflineQueue: role.kind === 'worker',
      clusterRetryStrategy: (times) => Math.min(50 * 2 ** Math.min(times - 1, 6), 2000),
    });
  }
  if (settings.REDIS_SENTINELS) {
    if (!settings.REDIS_MASTER) throw new Error('REDIS_MASTER must be set together with REDIS_SENTINELS');
    return new Redis({ ...common, ...login, sentinels: settings.REDIS_SENTINELS, name: settings.REDIS_MASTER });
  }
  return new Redis(settings.REDIS_URL, common);
}

function hostPorts() {
  return z
    .string()
    .transform((text, context) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => {
          const match = /^(.+):(\d{1,5})$/.exec(part);
          if (!match?.[1]) context.addIssue({ code: 'custom', message: 'must be host:port, comma separated' });
          return { host: match?.[1] ?? '', port: Number(match?.[2] ?? 0) };
        }),
    )
    .optional();
}
