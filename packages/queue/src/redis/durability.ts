import { onNodeOf } from './pinned-node.ts';
import type { RedisClient } from './redis-client.ts';

/** What this Redis promises about a confirmed write. Fields are null where the server does not tell (managed Redis). */
export interface RedisDurability {
  appendonly: string | null;
  appendfsync: string | null;
  maxmemoryPolicy: string | null;
  /** True when a confirmed write survives the death of the machine and memory pressure removes nothing. */
  durable: boolean;
  /** One sentence for the log: what may be lost. */
  promise: string;
}

/**
 * Asks the server that holds `key` for its settings. Throws only when Redis does not answer; a forbidden CONFIG counts as
 * "not told".
 */
export async function durabilityOf(redis: RedisClient, key: string): Promise<RedisDurability> {
  const appendonly = await configOf(redis, key, 'appendonly');
  const appendfsync = await configOf(redis, key, 'appendfsync');
  const maxmemoryPolicy = await configOf(redis, key, 'maxmemory-policy');
  const durable = appendonly === 'yes' && appendfsync === 'always' && maxmemoryPolicy === 'noeviction';
  return {
    appendonly,
    appendfsync,
    maxmemoryPolicy,
    durable,
    promise: promiseOf(appendonly, appendfsync, maxmemoryPolicy),
  };
}

async function configOf(redis: RedisClient, key: string, name: string): Promise<string | null> {
  try {
    const [answer] = await onNodeOf(redis, key, [['CONFIG', 'GET', name]]);
    if (Array.isArray(answer)) return answer[1] === undefined ? null : String(answer[1]);
    if (answer instanceof Map) return answer.has(name) ? String(answer.get(name)) : null;
    if (answer && typeof answer === 'object' && name in answer) return String(Reflect.get(answer, name));
    return null;
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown)/.test(error.message)) return null;
    throw error;
  }
}

function promiseOf(appendonly: string | null, appendfsync: string | null, policy: string | null): string {
  if (policy !== null && policy !== 'noeviction')
    return `maxmemory-policy ${policy} may delete waiting events; set noeviction`;
  if (appendonly === null)
    return 'this Redis does not tell its settings; a confirmed event is as safe as its operator made it';
  if (appendonly === 'no')
    return 'events that wait are lost when Redis restarts; set appendonly yes and appendfsync always';
  if (appendfsync !== 'always')
    return `a power cut may lose about a second of events (appendfsync ${appendfsync}); set always`;
  return 'a confirmed event survives a power cut';
}
