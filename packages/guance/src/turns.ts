/** Guance lets each key ask 20 times a minute (docs/zh/open-api/api-limit.md). All workers share the turns, which are evenly spaced. */
import { type Keys, lua, type RedisClient, script } from '@guance-jira/queue';

/** A little more than a twentieth of a minute: requests may arrive closer together than they were sent. */
const SPACING_MS = 3_100;
/**
 * What Guance allows, and a little longer than its minute. Turns that were taken late, as by workers that were frozen, come closer to the
 * next ones than they were given.
 */
const MOST = 20;
const WINDOW_MS = 61_000;
/** One that nobody takes any more, as its event has ended otherwise. */
const KEPT_MS = 120_000;

/**
 * Milliseconds until it is this one's turn; 0: now, and the turn is spent. Whoever has to wait keeps its turn.
 * @param who a job, say; one turn at a time
 */
export async function turnInMs(redis: RedisClient, keys: Keys, workspace: string, who: string): Promise<number> {
  return Number(await TURN(redis, [keys.guanceTurns(workspace)], [who, SPACING_MS, KEPT_MS, MOST, WINDOW_MS]));
}

/**
 * The same for what may be left out: it takes a turn that nobody else wants right now, and keeps none.
 * @returns milliseconds after which it may ask again; 0: now, and the turn is spent
 */
export async function spareTurnInMs(redis: RedisClient, keys: Keys, workspace: string, who: string): Promise<number> {
  return Number(await SPARE_TURN(redis, [keys.guanceTurns(workspace)], [who, SPACING_MS, KEPT_MS]));
}

const SPARE_TURN = script(lua(new URL('./scripts/spare-turn.lua', import.meta.url)));
const TURN = script(lua(new URL('./scripts/turn.lua', import.meta.url)));
