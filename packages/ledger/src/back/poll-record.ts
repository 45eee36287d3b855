/** Whose turn it is to ask Jira what was changed, and when that was last done. One hash for each Jira; `doctor` shows it. */
import { type Keys, lua, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

/** Times are milliseconds by Redis's clock. */
export interface PollRecord {
  /** When the last look that went well had begun; null before the first. */
  lookedAt: number | null;
  /** When one last ended, well or not. */
  triedAt: number | null;
  everyMs: number;
  /** Issues that the last one found, and those of them that a change was made of. */
  found: number;
  told: number;
  /** Why the last one came to nothing; '' where it went well. */
  failure: string;
}

export interface PollTurn {
  now: number;
  lookedAt: number | null;
}

/** Null: it is not due, or another worker has it. */
export async function takePoll(
  redis: RedisClient,
  keys: Keys,
  site: string,
  by: { who: string; leaseMs: number; furthestMs: number },
): Promise<PollTurn | null> {
  const taken = Taken.parse(await TAKE(redis, [keys.backPoll(site)], [by.who, by.leaseMs, by.furthestMs]));
  return taken === null ? null : { now: Number(taken[0]), lookedAt: taken[1] === '' ? null : Number(taken[1]) };
}

/**
 * Puts it off, and notes what came of it. False: another worker has taken it meanwhile.
 * @param change nothing to go on with it
 */
export async function putOffPoll(
  redis: RedisClient,
  keys: Keys,
  site: string,
  { who, dueInMs, change = {} }: { who: string; dueInMs: number; change?: Partial<Omit<PollRecord, 'triedAt'>> },
): Promise<boolean> {
  const fields = Object.entries(change).flatMap(([name, value]) => [name, String(value ?? '')]);
  return (await END(redis, [keys.backPoll(site)], [who, dueInMs, ...fields])) === 1;
}

/** Null where nobody ever looked. */
export async function readPoll(redis: RedisClient, keys: Keys, site: string): Promise<PollRecord | null> {
  const read = Stored.safeParse(await redis.hgetall(keys.backPoll(site)));
  return read.success ? read.data : null;
}

const Taken = z.tuple([z.string(), z.string()]).nullable();
const time = z.coerce.number().nullable().default(null);
const Stored = z.object({
  ...{ lookedAt: time, triedAt: z.coerce.number(), everyMs: z.coerce.number() },
  ...{ found: z.coerce.number().default(0), told: z.coerce.number().default(0), failure: z.string().default('') },
});

const TAKE = script(lua(new URL('./scripts/take-poll.lua', import.meta.url)));
const END = script(lua(new URL('./scripts/end-poll.lua', import.meta.url)));
