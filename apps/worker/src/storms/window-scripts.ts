/**
 * Lua of storm windows. A window (hash at `{prefix}:storm:<route>:<start>`): of <subject> (own, or its place in the list), opened, severe,
 * told (entries that are settled: in a confirmed comment, or given up), telling <told>, size, given (entries given up), refused (a single
 * entry, how often in a row), tries (of a text and its parts, refused before Jira; anew when one is given up), waits (for that alone),
 * closed (its issue takes no comments), out (Jira cannot be reached), gone (how many of its issues were), gone <id>, unseen <id> (an event
 * found none), again (entries before it are told once more), over, issue, about. Beside it `:list`, `:standing`, `:issue`, the ledger
 * record of its one issue, and `:tended`, the worker that looks after it.
 */
import { lua, script } from '@guance-jira/queue';

const VERDICT = lua(new URL('./scripts/verdict.lua', import.meta.url));

export const ADMIT = script(lua(new URL('./scripts/admit.lua', import.meta.url), { VERDICT }));

export const ASK = script(lua(new URL('./scripts/ask.lua', import.meta.url), { VERDICT }));

export const TOLD = script(lua(new URL('./scripts/told.lua', import.meta.url)));

export const GIVE_UP = script(lua(new URL('./scripts/give-up.lua', import.meta.url)));

export const REMAINS = script(lua(new URL('./scripts/remains.lua', import.meta.url)));

export const RECOVERED = script(lua(new URL('./scripts/recovered.lua', import.meta.url)));

export const PUT_OFF = script(lua(new URL('./scripts/put-off.lua', import.meta.url)));
