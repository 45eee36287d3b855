import { randomUUID } from 'node:crypto';
import { DELETE_IF, lua, type RedisClient, script } from '@guance-jira/queue';

/** The right to work on something alone, for as long as it is renewed. */
export interface Hold {
  /** False: it was lost. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Counts by the clock of Redis, so that workers whose clocks differ agree on who has it.
 * @param ms how long it lasts without being renewed
 * @returns null: somebody else has it
 */
export async function takeHold(redis: RedisClient, key: string, ms: number): Promise<Hold | null> {
  const mine = randomUUID();
  const renew = async () => Number(await RENEW(redis, [key], [mine, ms])) === 1;
  if (!(await renew())) return null;
  return {
    renew,
    release: async () => void (await DELETE_IF(redis, [key], [mine])),
  };
}

const RENEW = script(lua(new URL('./scripts/renew.lua', import.meta.url)));
