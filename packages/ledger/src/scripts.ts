/**
 * The ledger's Lua scripts. Each is one step of the state machine in ARCHITECTURE (none → reserved → sent → confirmed)
 * and changes one record at once; time is Redis's own, so workers' clocks do not matter.
 *
 * Record (hash): v, ws (whose it is), site, route, state, token, sentAt, answered (when), ended (when we gave up waiting for the answer), said (what came in its place), posts, above
 * (JSON: by project the highest key known before the POST, '' where none was), waitingSince, waitedAt, waitedIll, waitedFor, forgotten, opener, holder,
 * lease, issueId, issueKey, outcome, reason, warnings (a line each), at. Times are milliseconds.
 */

import { lua, REDIS_CLOCK as NOW, script } from '@guance-jira/queue';
import { TEACH } from './highest-key-scripts.ts';

export const CLAIM = script(lua(new URL('./scripts/claim.lua', import.meta.url), { NOW }));

export const MARK_SENT = script(lua(new URL('./scripts/mark-sent.lua', import.meta.url), { NOW }));

export const UNSEND = script(lua(new URL('./scripts/unsend.lua', import.meta.url)));

export const NOTE_ANSWER = script(lua(new URL('./scripts/note-answer.lua', import.meta.url), { NOW }));

export const CONFIRM = script(lua(new URL('./scripts/confirm.lua', import.meta.url), { TEACH }));

export const SETTLE = script(lua(new URL('./scripts/settle.lua', import.meta.url), { NOW }));

export const WAITING = script(lua(new URL('./scripts/waiting.lua', import.meta.url), { NOW }));

export const WARN = script(lua(new URL('./scripts/warn.lua', import.meta.url)));

export const FORGET = script(lua(new URL('./scripts/forget.lua', import.meta.url)));
