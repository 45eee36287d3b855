/**
 * A person's pause stands in Redis alone, and a wiped or restored Redis has lost it. So each running worker remembers the pause that
 * it saw and sets it again when it is gone without having been ended. What no worker has seen, or all have forgotten, is lost.
 */

import { ENDED, endedKey, PAUSES } from '@guance-jira/operations';
import { type Keys, lua, REDIS_CLOCK, type RedisClient, script } from '@guance-jira/queue';
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
    const lost = known;
    const { pause, over } = Looked.parse(JSON.parse(String(await LOOK(redis, both, [lost?.id ?? '']))));
    if (pause !== null) {
      const { id, ms, by, reason } = pause;
      // An older version gives a pause no id: whether it was ended could not be told.
      known = id === '' ? null : { ...pause, endsAt: now() + ms };
      return { by, reason, ms };
    }
    // Another look was faster, and has seen another one.
    if (known !== lost) return look();
    if (lost === null || !remembers() || over) {
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
const Looked = z.object({ pause: Seen.nullable(), over: z.boolean() });

const LOOK = script(lua(new URL('./scripts/look.lua', import.meta.url), { REDIS_CLOCK, PAUSES, ENDED }));

const SET_AGAIN = script(lua(new URL('./scripts/set-again.lua', import.meta.url), { REDIS_CLOCK, PAUSES, ENDED }));
