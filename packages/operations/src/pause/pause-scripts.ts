import { lua } from '@guance-jira/queue';

/** A pause is ended by its person; no pause is taken for longer than this. */
const MAX_MANUAL_MS = 367 * 86_400_000;

/** More than anybody sets while a worker does not look. */
const MAX_ENDED = 32;

export const PAUSES = lua(new URL('./scripts/pauses.lua', import.meta.url), { MAX_MANUAL_MS });

export const ENDED = lua(new URL('./scripts/ended.lua', import.meta.url), { MAX_MANUAL_MS, MAX_ENDED });
