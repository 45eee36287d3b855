/** Pure: what Redis promises, and whether it can keep it. */

import type { RedisFacts } from '@guance-jira/operations';
import type { RedisDurability } from '@guance-jira/queue';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/** Below these parts of `maxmemory` that are left. The receiver stops to admit events a little before the end. */
const TIGHT = 0.25;
const ALARMING = 0.1;

export function checkRedis(
  facts: RedisFacts,
  {
    REDIS_WAIT_REPLICAS: wanted,
    REQUIRE_DURABLE_REDIS: mustBeDurable,
  }: { REDIS_WAIT_REPLICAS: number; REQUIRE_DURABLE_REDIS: boolean },
  words: Words,
): Check[] {
  return [
    durability(facts.durability, mustBeDurable, words),
    memory(facts, words),
    ...replicas(facts.replicas, wanted, words),
  ];
}

function durability(
  { appendonly, appendfsync, maxmemoryPolicy, durable }: RedisDurability,
  must: boolean,
  words: Words,
): Check {
  const says = words.doctor;
  const of = (code: string, level: Check['level'], text: Parameters<typeof check>[3]) =>
    check('durability', code, level, text);
  if (durable) return of('durable', 'ok', says.durable);
  if (maxmemoryPolicy !== null && maxmemoryPolicy !== 'noeviction')
    return of('evicts', 'bad', says.evicts(maxmemoryPolicy));
  if (appendonly === null) return of('durability_untold', must ? 'bad' : 'unknown', says.durabilityUntold);
  if (appendonly !== 'yes') return of('no_aof', 'bad', says.noAof);
  return of('fsync', must ? 'bad' : 'warn', says.fsync(appendfsync ?? '?'));
}

function memory({ used, max }: RedisFacts, words: Words): Check {
  const says = words.doctor;
  if (used === null || max === null) return check('memory', 'memory_untold', 'unknown', says.memoryUntold);
  if (max === 0) return check('memory', 'memory_unlimited', 'ok', says.memoryUnlimited(megabytes(used)));
  const left = Math.max(0, 1 - used / max);
  const level = left < ALARMING ? 'bad' : left < TIGHT ? 'warn' : 'ok';
  const text = says.memory(megabytes(used), megabytes(max), Math.round(left * 100));
  return check(
    'memory',
    level === 'ok' ? 'memory' : 'memory_tight',
    level,
    level === 'ok' ? text : { text, todo: says.memoryTodo },
  );
}

function replicas(found: number | null, wanted: number, words: Words): Check[] {
  const says = words.doctor;
  if (wanted === 0) return found ? [check('replicas', 'replicas', 'ok', says.replicasUnasked(found))] : [];
  if (found === null) return [check('replicas', 'replicas_untold', 'unknown', says.replicasUntold(wanted))];
  if (found < wanted) return [check('replicas', 'replicas_missing', 'bad', says.replicasMissing(found, wanted))];
  return [check('replicas', 'replicas', 'ok', says.replicas(found, wanted))];
}

function megabytes(bytes: number): string {
  return bytes < 10 * 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.round(bytes / 1024 / 1024)} MB`;
}
