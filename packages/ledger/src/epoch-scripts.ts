/** Lua of epoch.ts: the heartbeat of the ledger as a whole. */
import { lua, script } from '@guance-jira/queue';
import { z } from 'zod';

/** The site before is remembered for so long, so that a way back is a change as well. */
const SITES_KEPT_MS = 400 * 86_400_000;

export const BEAT = script(lua(new URL('./scripts/beat.lua', import.meta.url), { SITES_KEPT_MS }));

export const NOTE_FIRST = script(lua(new URL('./scripts/note-first.lua', import.meta.url)));

/** What BEAT answers. */
export const Beat = z.object({
  epoch: z.number(),
  beat: z.number(),
  now: z.number(),
  isFirstInstall: z.enum(['0', '1', '']).transform((value) => (value === '' ? null : value === '1')),
  renewed: z.string(),
  epochHere: z.number(),
});
