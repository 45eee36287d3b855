/**
 * What a look at Guance has found, one hash for each workspace with a key: a worker writes it, and whoever wants to know reads it here.
 * Times are milliseconds since 1970.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';

/** A fault that stands in Guance and never came here, or one that stands here and is over there. */
const MissedFault = z.object({
  ref: z.string(),
  eventId: z.string(),
  title: z.string(),
  /** As Guance has it; of a recovery ok. */
  status: z.string(),
  /** That would take it, or that made its issue; null where the rules have it no longer. */
  route: z.string().nullable(),
  /** Of what is over in Guance: the issue that still stands for it. */
  issueKey: z.string().nullable(),
  at: z.number(),
});
export type MissedFault = z.infer<typeof MissedFault>;

const Problem = z.object({ kind: z.string(), said: z.string(), since: z.number() });

export const LookRecord = z.object({
  /** When a look was finished last, and up to when everything is known; null: never. */
  lookedAt: z.number().nullable(),
  nextAt: z.number(),
  /** Why looks fail since then. */
  problem: Problem.nullable(),
  /** Stands open there, unknown here: how many, and the newest of them. */
  unseen: z.object({ count: z.number(), faults: z.array(MissedFault) }),
  /** Over there, open here. */
  over: z.object({ count: z.number(), faults: z.array(MissedFault) }),
});
export type LookRecord = z.infer<typeof LookRecord>;

export const NEVER_LOOKED: LookRecord = {
  ...{ lookedAt: null, nextAt: 0, problem: null },
  ...{ unseen: { count: 0, faults: [] }, over: { count: 0, faults: [] } },
};

export async function readLookRecord(redis: RedisClient, keys: Keys, workspace: string): Promise<LookRecord> {
  return recordOf(await redis.hget(keys.catchUps, workspace));
}

/** Those of all workspaces that are looked at still. */
export async function readLookRecords(redis: RedisClient, keys: Keys, now: number): Promise<Map<string, LookRecord>> {
  const all = Object.entries(await redis.hgetall(keys.catchUps)).map(([name, text]) => [name, recordOf(text)] as const);
  return new Map(all.filter(([, { nextAt }]) => nextAt > now - FORGOTTEN_MS));
}

export async function saveLookRecord(
  redis: RedisClient,
  keys: Keys,
  workspace: string,
  record: LookRecord,
): Promise<void> {
  await redis.hset(keys.catchUps, workspace, JSON.stringify(record));
  await redis.expire(keys.catchUps, KEPT_S);
}

/** Nobody has looked for so long: its key was taken out, or looking is off. */
const FORGOTTEN_MS = 86_400_000;
/** Longer than a worker is ever away. */
const KEPT_S = 30 * 86_400;

function recordOf(text: string | null): LookRecord {
  return text === null ? NEVER_LOOKED : (LookRecord.safeParse(parsed(text)).data ?? NEVER_LOOKED);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
