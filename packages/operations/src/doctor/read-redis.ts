import { durabilityOf, onNodeOf, type RedisDurability } from '@guance-jira/queue';
import type { OpenedRedis } from '../opened-redis.ts';

export interface RedisFacts {
  readonly durability: RedisDurability;
  /** Bytes; `max` 0 is no limit, null is not told. */
  readonly used: number | null;
  readonly max: number | null;
  readonly replicas: number | null;
  /** Redis's clock minus ours, in milliseconds. */
  readonly skewMs: number;
}

/** Asks the server that holds our keys. What a managed Redis forbids is as good as not told. */
export async function readRedis({ redis, keys }: OpenedRedis, now: () => number): Promise<RedisFacts> {
  const ask = (...command: string[]) => onNodeOf(redis, keys.ledger, [command]).then(([answer]) => answer);
  const before = now();
  const time = await ask('TIME');
  const between = (before + now()) / 2;
  const [seconds = 0, micros = 0] = Array.isArray(time) ? time.map(Number) : [];
  const memory = String(await ask('INFO', 'memory').catch(() => ''));
  const replication = String(await ask('INFO', 'replication').catch(() => ''));
  return {
    durability: await durabilityOf(redis, keys.ledger),
    used: numberIn(memory, 'used_memory'),
    max: numberIn(memory, 'maxmemory'),
    replicas: replication === '' ? null : (replication.match(/^slave\d+:.*state=online/gm) ?? []).length,
    skewMs: seconds * 1000 + micros / 1000 - between,
  };
}

function numberIn(info: string, name: string): number | null {
  const found = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return found === undefined ? null : Number(found);
}
