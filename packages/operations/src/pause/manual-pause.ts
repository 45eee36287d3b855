/** A person's pause of one Jira, and what rests it besides; see throttle/circuit.ts for how the workers take it. */
import { randomUUID } from 'node:crypto';
import { type Keys, lua, NotReplicated, REDIS_CLOCK, type RedisClient, replicated, script } from '@guance-jira/queue';
import { z } from 'zod';
import { ENDED, PAUSES } from './pause-scripts.ts';

const Pauses = z.object({
  now: z.number(),
  manual: z.object({ until: z.number(), by: z.string(), reason: z.string() }).nullable(),
  /** What Jira's own answers have brought about; `forbidden`: it refuses everything, but not the login. `login` tells for which login. */
  jira: z.object({ reason: z.string(), until: z.number(), failures: z.number(), login: z.string() }).nullable(),
  /** Kinds of requests that something before Jira answers in its place, such as `create`: until when, how often in a row, with what. */
  blocked: z.array(z.object({ kind: z.string(), until: z.number(), times: z.number(), said: z.string() })).optional(),
});
/** Milliseconds of Redis's clock, as its `now`. */
export type Pauses = z.infer<typeof Pauses>;

export async function readPauses(redis: RedisClient, keys: Keys, site: string): Promise<Pauses> {
  return Pauses.parse(JSON.parse(String(await READ(redis, [keys.pause(site), blockedKey(keys, site)], []))));
}

/** It holds in any case; a failover may take it back where the replicas do not hold it too. */
export interface Held {
  replicated: boolean;
}

/** @param forMs from now on, by the clock of Redis */
export async function pauseFor(
  redis: RedisClient,
  keys: Keys,
  site: string,
  pause: { forMs: number; by: string; reason: string },
  waitReplicas = 0,
): Promise<Held> {
  const args = [Math.round(pause.forMs), pause.by, pause.reason, randomUUID()];
  return await held(
    redis,
    keys,
    waitReplicas,
    async () => void (await PAUSE(redis, [keys.pause(site), endedKey(keys, site)], args)),
  );
}

/**
 * Ends a person's pause. What rests after failures is due at once, and one worker tries it; a rest that Jira has asked for is
 * left. Tells what was there.
 */
export async function endPauses(
  redis: RedisClient,
  keys: Keys,
  site: string,
  waitReplicas = 0,
): Promise<Pauses & Held> {
  let before = '';
  const end = await held(redis, keys, waitReplicas, async () => {
    before = String(await END(redis, [keys.pause(site), endedKey(keys, site), blockedKey(keys, site)], []));
  });
  return { ...Pauses.parse(JSON.parse(before)), ...end };
}

async function held(redis: RedisClient, keys: Keys, wanted: number, write: () => Promise<void>): Promise<Held> {
  try {
    await replicated(redis, keys, wanted, write);
    return { replicated: true };
  } catch (error) {
    if (error instanceof NotReplicated) return { replicated: false };
    throw error;
  }
}

/** By kind of request, what is known of those that something else than Jira answers. */
export function blockedKey(keys: Keys, site: string): string {
  return `${keys.pause(site)}:blocked`;
}

/** The ids of a person's pauses that were ended, for as long as one can last. */
export function endedKey(keys: Keys, site: string): string {
  return `${keys.pause(site)}:ended`;
}

const READ_BODY = lua(new URL('./scripts/read-body.lua', import.meta.url), { REDIS_CLOCK, PAUSES });

const READ = script(lua(new URL('./scripts/read.lua', import.meta.url), { READ_BODY }));

const PAUSE = script(lua(new URL('./scripts/pause.lua', import.meta.url), { REDIS_CLOCK, ENDED }));

const END = script(lua(new URL('./scripts/end.lua', import.meta.url), { READ_BODY, ENDED }));
