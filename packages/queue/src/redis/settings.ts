import { z } from 'zod';
import { parseNodes } from './nodes.ts';

/** The variables by which all processes find the same Redis. */
export const RedisSettings = z.object({
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL, such as redis://127.0.0.1:6379' })
    .default('redis://127.0.0.1:6379')
    .describe(
      '`redis://` or `rediss://` (TLS) URL of one Redis; can contain user, password and database. With Sentinels or a Cluster, these and TLS are taken from it, but not the address',
    )
    .meta({ secret: true }),
  REDIS_SENTINELS: nodes().describe(
    'Redis Sentinels instead of REDIS_URL: `host:port`, comma separated; needs REDIS_MASTER',
  ),
  REDIS_MASTER: z.string().min(1).optional().describe('name of the master that the Sentinels watch'),
  REDIS_SENTINEL_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe('password of the Sentinels themselves, if they require one')
    .meta({ secret: true }),
  REDIS_CLUSTER_NODES: nodes().describe(
    'nodes of a Redis Cluster instead of REDIS_URL: `host:port`, comma separated; a few are enough, the others are discovered',
  ),
  REDIS_TLS_CERT: pem('CERTIFICATE').describe(
    "client certificate, if Redis requires one: PEM text, or the path of a PEM file; set the server's CA with NODE_EXTRA_CA_CERTS",
  ),
  REDIS_TLS_KEY: pem('PRIVATE KEY')
    .describe('private key of REDIS_TLS_CERT: PEM text, or the path of a PEM file')
    .meta({ secret: true }),
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

type Values = Readonly<Partial<Record<keyof RedisSettings, string | undefined>>>;

/** The faults that concern more than one variable, by name. */
export function redisFaults(values: Values): string[] {
  const faults: string[] = [];
  if (values.REDIS_SENTINELS && !values.REDIS_MASTER)
    faults.push('REDIS_MASTER: is required together with REDIS_SENTINELS');
  if (values.REDIS_MASTER && !values.REDIS_SENTINELS)
    faults.push('REDIS_SENTINELS: is required together with REDIS_MASTER');
  if (values.REDIS_SENTINELS && values.REDIS_CLUSTER_NODES)
    faults.push('REDIS_CLUSTER_NODES: set either REDIS_SENTINELS or REDIS_CLUSTER_NODES, not both');
  if (values.REDIS_CLUSTER_NODES && /^rediss?:\/\/[^/?#]+\/(?!0?$|0?[?#])./.test(values.REDIS_URL ?? ''))
    faults.push('REDIS_URL: must name no database with REDIS_CLUSTER_NODES; a Cluster has only database 0');
  if (values.REDIS_TLS_CERT && !values.REDIS_TLS_KEY) faults.push('REDIS_TLS_KEY: is required with REDIS_TLS_CERT');
  if (values.REDIS_TLS_KEY && !values.REDIS_TLS_CERT) faults.push('REDIS_TLS_CERT: is required with REDIS_TLS_KEY');
  if (values.REDIS_TLS_CERT && !values.REDIS_URL?.startsWith('rediss:'))
    faults.push('REDIS_URL: must be a rediss:// URL with REDIS_TLS_CERT');
  return faults;
}

function nodes() {
  return z
    .string()
    .transform((text, context) => {
      const { nodes: found, problems } = parseNodes(text);
      for (const message of problems) context.addIssue({ code: 'custom', message });
      return found;
    })
    .optional();
}

function pem(kind: string) {
  return z
    .string()
    .regex(new RegExp(`-----BEGIN ([A-Z0-9 ]+ )?${kind}-----`), `must be PEM text with a ${kind.toLowerCase()}`)
    .optional()
    .meta({ pem: true });
}
