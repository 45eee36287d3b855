/**
 * The mutes that stood in Guance when Redis had lost what it knew of them, by the beginning of their names, which tells the issue. Read
 * once in each epoch of the ledger. One hash for each Jira; whoever reads the list at the same time writes the same.
 */
import type { Keys, RedisClient } from '@guance-jira/queue';
import { z } from 'zod';
import { Looking } from './back-record.ts';

const ForgottenMute = z.object({
  /** Of the epoch in which it was found. */
  epoch: z.number(),
  workspace: z.string(),
  ids: z.array(z.string()),
  name: z.string(),
  /** Milliseconds. */
  until: z.number(),
});
export type ForgottenMute = z.infer<typeof ForgottenMute>;

/** How far the list of one workspace was read. */
const ListState = z.object({
  epoch: z.number(),
  looking: Looking.nullable(),
  whole: z.boolean(),
  /** Why it cannot be read, and when it may be tried again. */
  unread: z.object({ reason: z.string(), until: z.number() }).nullable(),
});
type ListState = z.infer<typeof ListState>;

export interface ForgottenAt {
  redis: RedisClient;
  keys: Keys;
  site: string;
  epoch: number;
}

/** Null where nobody has begun in this epoch. */
export async function readListState(
  { redis, keys, site, epoch }: ForgottenAt,
  workspace: string,
): Promise<ListState | null> {
  const text = await redis.hget(keys.backForgotten(site), listField(workspace));
  const state = text === null ? null : ListState.parse(JSON.parse(text));
  return state?.epoch === epoch ? state : null;
}

/** @param found with the state that says that all were found, or without it nothing */
export async function noteListState(
  { redis, keys, site, epoch }: ForgottenAt,
  workspace: string,
  state: Omit<ListState, 'epoch'>,
  found: ReadonlyMap<string, Omit<ForgottenMute, 'epoch'>> = new Map(),
): Promise<void> {
  const key = keys.backForgotten(site);
  const mutes = [...found].flatMap(([prefix, mute]) => [muteField(prefix), JSON.stringify({ ...mute, epoch })]);
  await redis.hset(key, ...mutes, listField(workspace), JSON.stringify({ ...state, epoch }));
  await redis.expire(key, KEPT_S);
}

/** Null where none of this issue was found. */
export async function readForgottenMute(
  { redis, keys, site, epoch }: ForgottenAt,
  prefix: string,
): Promise<ForgottenMute | null> {
  const text = await redis.hget(keys.backForgotten(site), muteField(prefix));
  const mute = text === null ? null : ForgottenMute.parse(JSON.parse(text));
  return mute?.epoch === epoch ? mute : null;
}

const listField = (workspace: string) => `list:${workspace}`;
const muteField = (prefix: string) => `mute:${prefix}`;
const KEPT_S = 400 * 86_400;
