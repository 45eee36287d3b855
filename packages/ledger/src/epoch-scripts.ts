/** Lua of epoch.ts: the heartbeat of the ledger as a whole. */
import { lua, script } from '@guance-jira/queue';

/** The site before is remembered for so long, so that a way back is a change as well. */
const SITES_KEPT_MS = 400 * 86_400_000;

export const BEAT = script(lua(new URL('./scripts/beat.lua', import.meta.url), { SITES_KEPT_MS }));

export const NOTE_FIRST = script(lua(new URL('./scripts/note-first.lua', import.meta.url)));
