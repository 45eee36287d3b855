/** A person's pause of one Jira, and what rests it besides; see throttle/circuit.ts for how the workers take it. */
import { randomUUID } from 'node:crypto';
import { type Keys, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';
import { PAUSES } from './pause-scripts.ts';

const Pauses = z.object({
  now: z.number(),
  manual: z.object({ until: z.number(), by: z.string(), reason: z.string() }).nullable(),
  /** What Jira's own answers have brought about; `forbidden`: it refuses everything, but not the log-in. `login` tells for which log-in. */
  jira: z.object({ reason: z.string(), until: z.number(), failures: z.number(), login: z.string() }).nullable(),
});
/** Milliseconds of Redis's clock, as its `now`. */
export type Pauses = z.infer<typeof Pauses>;

export async function readPauses(redis: RedisClient, keys: Keys, site: string): Promise<Pauses> {
  return Pauses.parse(JSON.parse(String(await READ(redis, [keys.pause(site)], []))));
}

/** @param forMs from now on, by the clock of Redis */
export async function pauseFor(
  redis: RedisClient,
  keys: Keys,
  site: string,
  pause: { forMs: number; by: string; reason: string },
): Promise<void> {
  await PAUSE(redis, [keys.pause(site)], [Math.round(pause.forMs), pause.by, pause.reason, randomUUID()]);
}

/**
 * Ends a person's pause. What rests after failures is due at once, and one worker tries it; a rest that Jira has asked for is
 * left. Tells what was there.
 */
export async function endPauses(redis: RedisClient, keys: Keys, site: string): Promise<Pauses> {
  return Pauses.parse(JSON.parse(String(await END(redis, [keys.pause(site), endedKey(keys, site)], []))));
}

/** The id of the person's pause that was ended last, for as long as one can last. */
export function endedKey(keys: Keys, site: string): string {
  return `${keys.pause(site)}:ended`;
}

const READ_BODY = `
${REDIS_CLOCK}${PAUSES}
manual()
local p = redis.call('HMGET', KEYS[1], 'manualUntil', 'manualBy', 'manualReason', 'reason', 'until', 'failures', 'login', 'ms', 'why')
local seen = { now = now, manual = cjson.null, jira = cjson.null }
if p[1] and tonumber(p[1]) > now then seen.manual = { ['until'] = tonumber(p[1]), by = p[2] or '', reason = p[3] or '' } end
if p[4] then seen.jira = { reason = p[4] == 'unauthorized' and p[9] == 'forbidden' and p[9] or p[4], ['until'] = due(p[5], p[8] or 4500000), failures = tonumber(p[6] or '0'), login = p[7] or '' } end
`;

/** KEYS pause → Pauses as JSON. */
const READ = script(`${READ_BODY}
return cjson.encode(seen)`);

/** KEYS pause · ARGV milliseconds, by, reason, id */
const PAUSE = script(`
${REDIS_CLOCK}
return redis.call('HSET', KEYS[1], 'manualUntil', now + ARGV[1], 'manualMs', ARGV[1], 'manualBy', ARGV[2], 'manualReason', ARGV[3], 'manualId', ARGV[4])
`);

/** KEYS pause, id of the last that was ended → Pauses as JSON, as they were before. */
const END = script(`${READ_BODY}
-- Workers tell by it a pause that was ended from one that Redis has lost.
local id = redis.call('HGET', KEYS[1], 'manualId')
if id then redis.call('SET', KEYS[2], id, 'EX', 31708800) end
redis.call('HDEL', KEYS[1], 'manualUntil', 'manualMs', 'manualBy', 'manualReason', 'manualId')
if p[4] and p[4] ~= 'throttled' then redis.call('HSET', KEYS[1], 'until', 0) end
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
  local login = string.match(all[at], '^login:(.*)$')
  local known = login and refusal(all[at + 1])
  if known then noteRefusal(login, known.failures, now, 0) end
end
return cjson.encode(seen)`);
