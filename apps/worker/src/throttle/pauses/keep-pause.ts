/**
 * A person's pause stands in Redis alone, and a wiped or restored Redis has lost it. So each running worker remembers the pause that
 * it saw and sets it again when it is gone without having been ended. What no worker has seen, or all have forgotten, is lost.
 */

import { endedKey, PAUSES } from '@guance-jira/operations';
import { type Keys, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export interface LostPause {
  by: string;
  reason: string;
  /** How long it still lasts, in milliseconds. */
  ms: number;
}

export interface PauseKeeper {
  /** Whether it remembers a pause that is not over: then `look` before a request goes. */
  remembers(): boolean;
  /** Whether it has seen the pause of this id. */
  knows(id: string): boolean;
  /** Reads what Redis has, and sets a lost pause again. Resolves with the pause that holds, whoever has set it. */
  look(): Promise<LostPause | null>;
}

/** @param now milliseconds from any start, by a clock that nobody sets */
export function keepPause(
  redis: RedisClient,
  keys: Keys,
  site: string,
  onLost: (pause: LostPause) => void,
  now: () => number = performance.now.bind(performance),
): PauseKeeper {
  const both = [keys.pause(site), endedKey(keys, site)];
  let known: (z.infer<typeof Seen> & { endsAt: number }) | null = null;
  const remembers = () => known !== null && now() < known.endsAt;
  const look = async (): Promise<LostPause | null> => {
    const { pause, ended } = Looked.parse(JSON.parse(String(await LOOK(redis, both, []))));
    if (pause !== null) {
      const { id, ms, by, reason } = pause;
      // An older version gives a pause no id: whether it was ended could not be told.
      known = id === '' ? null : { ...pause, endsAt: now() + ms };
      return { by, reason, ms };
    }
    const lost = known;
    if (lost === null || !remembers() || ended === lost.id) {
      known = null;
      return null;
    }
    const ms = Math.round(lost.endsAt - now());
    const set = Number(await SET_AGAIN(redis, both, [lost.id, ms, lost.by, lost.reason]));
    // Another was faster, and it holds; or it was ended meanwhile.
    if (set === 0) return look();
    const { by, reason } = lost;
    onLost({ by, reason, ms });
    return { by, reason, ms };
  };
  return { remembers, knows: (id) => known?.id === id, look };
}

const Seen = z.object({ id: z.string(), ms: z.number(), by: z.string(), reason: z.string() });
const Looked = z.object({ pause: Seen.nullable(), ended: z.string() });

/** KEYS pause, id of the last that was ended → the person's pause, and the id of the last one that was ended */
const LOOK = script(`
${REDIS_CLOCK}${PAUSES}
local till = manual()
local p = redis.call('HMGET', KEYS[1], 'manualId', 'manualBy', 'manualReason')
local seen = cjson.null
if till > now then seen = { id = p[1] or '', ms = till - now, by = p[2] or '', reason = p[3] or '' } end
return cjson.encode({ pause = seen, ended = redis.call('GET', KEYS[2]) or '' })
`);

/** KEYS pause, id of the last that was ended · ARGV id, milliseconds, by, reason → 1, or 0 when it was ended or another worker was faster. */
const SET_AGAIN = script(`
${REDIS_CLOCK}${PAUSES}
if redis.call('GET', KEYS[2]) == ARGV[1] or manual() > now then return 0 end
redis.call('HSET', KEYS[1], 'manualId', ARGV[1], 'manualUntil', now + ARGV[2], 'manualMs', ARGV[2], 'manualBy', ARGV[3], 'manualReason', ARGV[4])
return 1
`);
