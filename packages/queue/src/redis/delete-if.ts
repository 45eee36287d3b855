import { lua } from '../lua.ts';
import { script } from './script.ts';

/** KEYS key · ARGV the value for which it is deleted: ends a turn of one's own, and nobody else's. */
export const DELETE_IF = script(lua(new URL('./scripts/delete-if.lua', import.meta.url)));
