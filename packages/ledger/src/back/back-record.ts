/**
 * What is known of an issue for the way back to Guance: what it stands for there, and what was asked of Guance since. One hash for
 * each issue of a route with `back`; others have none. The worker writes it, `find` shows it.
 */
import { type Keys, lua, type RedisClient, replicated, script } from '@guance-jira/queue';
import { z } from 'zod';

/** What the issue stands for, as its newest abnormal event has it. */
const Subject = z.object({
  issueKey: z.string(),
  route: z.string(),
  objectKey: z.string(),
  faultKey: z.string(),
  /** As Guance calls it; '' where the alert names none. */
  workspace: z.string(),
  /** By which Guance recovers it; null where the alert names none. */
  ref: z.string().nullable(),
  /** By which Guance mutes it; null where that would silence more than the object. */
  muted: z
    .object({ monitorId: z.string(), monitorName: z.string(), tags: z.record(z.string(), z.string()) })
    .nullable(),
  /** Time of that event, in milliseconds. */
  at: z.number(),
});
export type Subject = z.infer<typeof Subject>;

/**
 * One request that changes something in Guance. `sent` is written before it goes, so whoever finds it looks what became of it;
 * `again`: it surely did not get there. `closing`: of which closing of the issue it was the answer. Times are milliseconds.
 */
const Restore = z.object({
  closing: z.string(),
  state: z.enum(['sent', 'again', 'done', 'refused']),
  sentAt: z.number(),
  tries: z.number(),
});
export type Restore = z.infer<typeof Restore>;

const Muting = z.object({
  closing: z.string(),
  state: z.enum(['sent', 'again', 'muted', 'lifted', 'refused']),
  sentAt: z.number(),
  tries: z.number(),
  name: z.string(),
  until: z.number(),
  /** Of the mute in Guance, once it is known. */
  id: z.string().nullable(),
  /** Of further ones that stand there for this issue, and are lifted with it. */
  others: z.array(z.string()).optional(),
  /** Guance would not lift it, so it stands: when it last said so, for which change, and of which of them; all where that is not told. */
  liftRefused: z
    .object({ at: z.number(), by: z.string(), reason: z.string(), ids: z.array(z.string()).optional() })
    .optional(),
});
export type Muting = z.infer<typeof Muting>;

/** A look through Guance's mutes that has its next page before it. */
export const Looking = z.object({
  /** Tells one look from another. */
  look: z.string(),
  page: z.number(),
  found: z.array(z.object({ id: z.string(), name: z.string().nullable(), until: z.number().nullable() })),
  /** How many there were of which nobody can tell whose they are. */
  unknown: z.number(),
  /** How many stood on the pages before it. */
  listed: z.number().optional(),
  /** How many there were, and how many of ours, each time that the list was read to its end. */
  reads: z.array(z.string()).optional(),
});
export type Looking = z.infer<typeof Looking>;

/** Such a look did not show everything, so that the next change has to look again. */
const Unread = z.object({ by: z.string(), reason: z.string() });
export type Unread = z.infer<typeof Unread>;

/** Raised with a form that this one could not read; workers are upgraded first. */
const BACK_VERSION = 1;

export interface BackRecord {
  subject: Subject;
  restore: Restore | null;
  mute: Muting | null;
  /** The epoch of the ledger in which Guance was last asked for mutes that may have been forgotten; 0 where it never was. */
  asOf: number;
  /** How far a look through its mutes has come, where it waits for its turn. */
  looking: Looking | null;
  unread: Unread | null;
}

/** Null where the route of the issue says nothing of a way back, or the issue is not ours; `newer`: of a version to come. */
export async function readBack(redis: RedisClient, key: string): Promise<BackRecord | 'newer' | null> {
  const [version, subject, restore, mute, asOf, looking, unread] = await redis.hmget(key, ...FIELDS);
  if (Number(version ?? 0) > BACK_VERSION) return 'newer';
  if (!subject) return null;
  return {
    subject: Subject.parse(JSON.parse(subject)),
    restore: restore ? Restore.parse(JSON.parse(restore)) : null,
    mute: mute ? Muting.parse(JSON.parse(mute)) : null,
    asOf: Number(asOf ?? 0),
    looking: looking ? Looking.nullable().parse(JSON.parse(looking)) : null,
    unread: unread ? Unread.parse(JSON.parse(unread)) : null,
  };
}

const FIELDS = ['v', 'subject', 'restore', 'mute', 'asOf', 'looking', 'unread'] as const;

export interface Lane {
  objectKey: string;
  /** Of the attempt that writes: one that was taken over writes nothing. */
  fence: number;
}

export interface BackAt {
  redis: RedisClient;
  keys: Keys;
  site: string;
}

export type BackNote =
  | { subject: Subject }
  | { restore: Restore }
  | { mute: Muting }
  | { asOf: number }
  | { looking: Looking | null }
  | { unread: Unread };

/**
 * False: another attempt has taken the lane, so nothing was written.
 * @param waitReplicas so many replicas must hold it
 * @throws NotReplicated
 */
export async function noteBack(
  { redis, keys, site }: BackAt,
  issueId: string,
  lane: Lane,
  change: BackNote,
  waitReplicas = 0,
): Promise<boolean> {
  const [[field, value] = ['', null]] = Object.entries(change);
  const args = [lane.fence, field, JSON.stringify(value), KEPT_S, BACK_VERSION];
  const noted = await replicated(redis, keys, waitReplicas, () =>
    NOTE(redis, [keys.back(site, issueId), keys.lane(lane.objectKey)], args),
  );
  return noted === 1;
}

/** Since the last event of its fault, or the last deed. A fault may stand for long, and its issue be closed late. */
const KEPT_S = 400 * 86_400;

const NOTE = script(lua(new URL('./scripts/note.lua', import.meta.url)));
