/** Pure: what Redis promises, and whether it can keep it. */
import type { FindingLevel } from './finding.ts';
import type { RedisFacts } from './read-redis.ts';

/** Below these parts of `maxmemory` that are left. The receiver stops to admit events a little before the end. */
const TIGHT = 0.25;
const ALARMING = 0.1;

export type RedisFinding = { readonly level: FindingLevel } & (
  | { readonly code: 'durable' | 'durability_untold' | 'no_aof' | 'memory_untold' }
  | { readonly code: 'evicts'; readonly policy: string }
  | { readonly code: 'fsync'; readonly how: string }
  | { readonly code: 'memory_unlimited'; readonly used: number }
  /** Bytes, and the part of them that is left. */
  | { readonly code: 'memory' | 'memory_tight'; readonly used: number; readonly max: number; readonly left: number }
  | { readonly code: 'replicas_unasked'; readonly found: number }
  | { readonly code: 'replicas_untold'; readonly wanted: number }
  | { readonly code: 'replicas' | 'replicas_missing'; readonly found: number; readonly wanted: number }
);

export interface WantedOfRedis {
  readonly REDIS_WAIT_REPLICAS: number;
  readonly REQUIRE_DURABLE_REDIS: boolean;
}

export function judgeRedis(facts: RedisFacts, wanted: WantedOfRedis): RedisFinding[] {
  return [
    durability(facts, wanted.REQUIRE_DURABLE_REDIS),
    memory(facts),
    ...replicas(facts, wanted.REDIS_WAIT_REPLICAS),
  ];
}

function durability({ durability: found }: RedisFacts, must: boolean): RedisFinding {
  const { appendonly, appendfsync, maxmemoryPolicy, durable } = found;
  if (durable) return { level: 'ok', code: 'durable' };
  if (maxmemoryPolicy !== null && maxmemoryPolicy !== 'noeviction')
    return { level: 'bad', code: 'evicts', policy: maxmemoryPolicy };
  if (appendonly === null) return { level: must ? 'bad' : 'unknown', code: 'durability_untold' };
  if (appendonly !== 'yes') return { level: 'bad', code: 'no_aof' };
  return { level: must ? 'bad' : 'warn', code: 'fsync', how: appendfsync ?? '?' };
}

function memory({ used, max }: RedisFacts): RedisFinding {
  if (used === null || max === null) return { level: 'unknown', code: 'memory_untold' };
  if (max === 0) return { level: 'ok', code: 'memory_unlimited', used };
  const left = Math.max(0, 1 - used / max);
  const level = left < ALARMING ? 'bad' : left < TIGHT ? 'warn' : 'ok';
  return { level, code: level === 'ok' ? 'memory' : 'memory_tight', used, max, left };
}

function replicas({ replicas: found }: RedisFacts, wanted: number): RedisFinding[] {
  if (wanted === 0) return found ? [{ level: 'ok', code: 'replicas_unasked', found }] : [];
  if (found === null) return [{ level: 'unknown', code: 'replicas_untold', wanted }];
  if (found < wanted) return [{ level: 'bad', code: 'replicas_missing', found, wanted }];
  return [{ level: 'ok', code: 'replicas', found, wanted }];
}
