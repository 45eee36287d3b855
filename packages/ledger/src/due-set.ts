/** A sorted set of what is to be done, by its due time on Redis's clock; whoever takes a member has it alone for a while. */
import { lua, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export interface TakeOptions {
  most: number;
  /** What is taken comes up again after so long unless it is removed: its worker may die. */
  leaseMs: number;
  /** Nothing is put further ahead; what lies there was put by a clock that has been set back since, and is due. */
  furthestMs: number;
  /** For callers with a clock of their own. */
  now?: number;
}

export async function takeDue(
  redis: RedisClient,
  key: string,
  { most, leaseMs, furthestMs, now }: TakeOptions,
): Promise<string[]> {
  return z.array(z.string()).parse(await TAKE(redis, [key], [now ?? '', most, leaseMs, furthestMs]));
}

/** A member that is there already is put where this says. */
export async function putDue(redis: RedisClient, key: string, member: string, delayMs: number): Promise<void> {
  await PUT(redis, [key], [member, delayMs]);
}

const TAKE = script(lua(new URL('./scripts/take.lua', import.meta.url), { REDIS_CLOCK }));

const PUT = script(lua(new URL('./scripts/put.lua', import.meta.url), { REDIS_CLOCK }));
