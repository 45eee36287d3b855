import { randomUUID } from 'node:crypto';
import { DELETE_IF, lua, type RedisClient, script } from '@guance-jira/queue';

/** The right to work on something alone, for as long as it is renewed. */
export interface Hold {
  /** False: it was lost. Then it stays so, as another may have had it meanwhile. */
  renew(): Promise<boolean>;
  /** Right before something that another would do too; false: it was lost. */
  stands(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Counts by the clock of Redis, so that workers whose clocks differ agree on who has it.
 * @param ms how long it lasts without being renewed
 * @returns null: somebody else has it
 */
export async function takeHold(redis: RedisClient, key: string, ms: number): Promise<Hold | null> {
  const mine = randomUUID();
  const take = async (held: '' | 'held') => Number(await TAKE(redis, [key], [mine, ms, held])) === 1;
  if (!(await take(''))) return null;
  return {
    renew: () => take('held'),
    stands: async () => (await redis.get(key)) === mine,
    release: async () => void (await DELETE_IF(redis, [key], [mine])),
  };
}

const TAKE = script(lua(new URL('./scripts/hold.lua', import.meta.url)));
