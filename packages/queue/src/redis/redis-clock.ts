/**
 * Time inside Lua scripts. It is Redis's own, so that the clocks of workers do not matter; but a machine's clock can be set back,
 * and a time that was stored before then lies hours ahead. Each script that reads such a time says how far ahead it can be.
 */
import { lua } from '../lua.ts';

export const REDIS_CLOCK = lua(new URL('./scripts/redis-clock.lua', import.meta.url));
