/**
 * The ledger's Lua scripts. Each is one step of the state machine in ARCHITECTURE (none → reserved → sent → confirmed)
 * and changes one record at once; time is Redis's own, so workers' clocks do not matter.
 *
 * Record (hash): v, ws (whose it is), site, route, state, token, sentAt, answered (when), ended (when we gave up waiting for the answer), posts, above
 * (JSON: by project the highest key known before the POST, '' where none was), waitingSince, waitedAt, waitedIll, waitedFor, forgotten, opener, holder,
 * lease, issueId, issueKey, outcome, reason, at. Times are milliseconds.
 */

import { REDIS_CLOCK as NOW, script } from '@guance-jira/queue';
import { TEACH } from './highest-key-scripts.ts';

/**
 * KEYS record, ledger · ARGV version, site, route, token, epoch, beat, holder, workspace (if any) → {found, ...} as JSON. Takes over a
 * reservation, never a sent request. `busy`: another event of the same fault is at it, and is given five seconds. `changed`: the ledger as a whole is not the one that the caller knows (see epoch.ts).
 */
export const CLAIM = script(`
${NOW}
local m = redis.call('HMGET', KEYS[2], 'epoch', 'beat')
if m[1] ~= ARGV[5] or tonumber(m[2]) < tonumber(ARGV[6]) then return cjson.encode({ found = 'changed' }) end
local r = redis.call('HMGET', KEYS[1], 'v', 'site', 'state', 'sentAt', 'answered', 'posts', 'issueId', 'issueKey', 'outcome', 'reason', 'route', 'forgotten', 'opener', 'holder', 'lease', 'ended', 'above')
local function answer(found)
  -- What another address of Jira was last sent for this record, its index may not show yet.
  if found.found == 'reserved' and r[12] == '1' and r[4] then found.sentAgoMs = now - due(r[4], 0) end
  found.now = now; found.posts = tonumber(r[6] or '0'); found.forgotten = r[12] == '1'; return cjson.encode(found)
end
if r[1] and tonumber(r[1]) > tonumber(ARGV[1]) then return answer({ found = 'newer' }) end
if r[9] and r[9] ~= 'failed' then
  return answer({ found = 'settled', outcome = r[9], issueId = r[7] or '', issueKey = r[8] or '', reason = r[10] or '', route = r[11] or '' })
end
if r[3] and r[3] ~= 'sent' and r[2] ~= ARGV[2] then
  redis.call('HSET', KEYS[1], 'site', ARGV[2], 'state', 'reserved', 'token', ARGV[4], 'forgotten', '1')
  redis.call('HDEL', KEYS[1], 'answered', 'ended', 'above', 'posts', 'issueId', 'issueKey')
  redis.call('PERSIST', KEYS[1])
  r[12] = '1'
  return answer({ found = 'reserved', fresh = false })
end
if r[3] == 'confirmed' then return answer({ found = 'confirmed', issueId = r[7], issueKey = r[8], opener = r[13] or '' }) end
local lease = due(r[15], 5000)
if r[14] and r[14] ~= ARGV[7] and lease > now then return answer({ found = 'busy', ms = lease - now }) end
if r[3] == 'sent' and r[2] ~= ARGV[2] then
  -- Perhaps the same Jira under another address, with our create still on its way: it stays sent, and since when. Keys of
  -- another Jira would tell nothing, so search alone decides.
  redis.call('HDEL', KEYS[1], 'above')
  r[17] = false
end
-- Sent by a clock that has been set back since: it counts as sent now, once, or nobody would look for it for hours.
for at, name in pairs({ [4] = 'sentAt', [5] = 'answered', [16] = 'ended' }) do
  if r[at] and due(r[at], 0) ~= tonumber(r[at]) then
    r[at] = now
    redis.call('HSET', KEYS[1], name, now)
  end
end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'site', ARGV[2], 'route', ARGV[3], 'token', ARGV[4], 'holder', ARGV[7], 'lease', now + 5000)
if ARGV[8] then redis.call('HSET', KEYS[1], 'ws', ARGV[8]) end
redis.call('PERSIST', KEYS[1])
if r[3] == 'sent' then return answer({ found = 'sent', sentAt = tonumber(r[4]), answeredAt = r[5] and tonumber(r[5]) or cjson.null, endedAt = r[16] and tonumber(r[16]) or cjson.null, above = r[17] or '{}', opener = r[13] or '' }) end
redis.call('HSET', KEYS[1], 'state', 'reserved')
return answer({ found = 'reserved', fresh = not r[3] })
`);

/**
 * KEYS record, ledger, highest keys · ARGV token, event id, project → the ledger's beat, or 0 when the reservation is no longer ours. Every POST stamps
 * anew, and counts the beat up, so that a copy of Redis from before it is known to be one. While an earlier POST is unaccounted for, the keys known
 * before that one count.
 */
export const MARK_SENT = script(`
${NOW}
local r = redis.call('HMGET', KEYS[1], 'state', 'token', 'above')
if r[2] ~= ARGV[1] or (r[1] ~= 'reserved' and r[1] ~= 'sent') then return 0 end
local above = r[1] == 'sent' and r[3] and cjson.decode(r[3]) or {}
if not above[ARGV[3]] then above[ARGV[3]] = (r[1] == 'reserved' or r[3]) and redis.call('HGET', KEYS[3], ARGV[3]) or '' end
redis.call('HSET', KEYS[1], 'state', 'sent', 'sentAt', now, 'opener', ARGV[2], 'above', cjson.encode(above))
redis.call('HDEL', KEYS[1], 'answered', 'ended')
redis.call('HINCRBY', KEYS[1], 'posts', 1)
return redis.call('HINCRBY', KEYS[2], 'beat', 1)
`);

/** KEYS record · ARGV token → 1 when put back. Only for a request that Jira surely has not carried out. */
export const UNSEND = script(`
local r = redis.call('HMGET', KEYS[1], 'state', 'token', 'posts')
if r[2] ~= ARGV[1] or r[1] ~= 'sent' then return 0 end
if tonumber(r[3] or '1') > 1 then
  -- An earlier POST of this event is still unaccounted for: what is known of this one says nothing about it.
  redis.call('HINCRBY', KEYS[1], 'posts', -1)
  return 0
end
redis.call('HSET', KEYS[1], 'state', 'reserved', 'posts', 0)
redis.call('HDEL', KEYS[1], 'sentAt', 'answered', 'ended', 'above')
return 1
`);

/**
 * KEYS record · ARGV token, field. `answered`: something answered the request in sent state, so it is not still on its way.
 * `ended`: no answer will come to it any more, and Jira may still be at work.
 */
export const NOTE_ANSWER = script(`
${NOW}
local r = redis.call('HMGET', KEYS[1], 'state', 'token')
if r[2] ~= ARGV[1] or r[1] ~= 'sent' then return 0 end
return redis.call('HSET', KEYS[1], ARGV[2], now)
`);

/**
 * KEYS record, index of the issue, highest keys · ARGV id, key, version, site, route, seconds for the index, project → the id that stands. Whoever
 * knows of the issue may confirm, token or not; a second, different id is answered with the first: the caller has a duplicate. `project` is said by who
 * has just made the issue there, and teaches the highest key.
 */
export const CONFIRM = script(`
${TEACH}
redis.call('SET', KEYS[2], KEYS[1], 'EX', ARGV[6])
if ARGV[7] ~= '' then teach(KEYS[3], ARGV[7], ARGV[2]) end
local r = redis.call('HMGET', KEYS[1], 'state', 'issueId', 'site')
if r[1] == 'confirmed' and r[2] and r[3] == ARGV[4] then return r[2] end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 'site', ARGV[4], 'route', ARGV[5], 'state', 'confirmed', 'issueId', ARGV[1], 'issueKey', ARGV[2])
redis.call('HDEL', KEYS[1], 'forgotten', 'above', 'token', 'holder', 'lease')
return ARGV[1]
`);

/** KEYS record · ARGV version, site, route, outcome, reason, ttl seconds, issue id, issue key, workspace (if any). A final outcome is never replaced. */
export const SETTLE = script(`
${NOW}
local before = redis.call('HGET', KEYS[1], 'outcome')
if before and before ~= 'failed' then return before end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'site', ARGV[2], 'route', ARGV[3], 'outcome', ARGV[4], 'at', now)
if ARGV[5] == '' then redis.call('HDEL', KEYS[1], 'reason') else redis.call('HSET', KEYS[1], 'reason', ARGV[5]) end
redis.call('HDEL', KEYS[1], 'waitingSince', 'waitedAt', 'waitedIll', 'waitedFor')
-- What only an attempt needs; a failed event may be taken up again.
if ARGV[4] ~= 'failed' and redis.call('HDEL', KEYS[1], 'token', 'holder', 'lease', 'end') > 0 then
  -- Written anew, it takes half the room: Redis never packs a hash again that held one long value (hash-max-listpack-value).
  local fields = redis.call('HGETALL', KEYS[1])
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], unpack(fields))
end
if ARGV[9] then redis.call('HSET', KEYS[1], 'ws', ARGV[9]) end
if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], 'issueId', ARGV[7], 'issueKey', ARGV[8]) end
redis.call('EXPIRE', KEYS[1], ARGV[6])
return ARGV[4]
`);

/**
 * KEYS record, pause · ARGV milliseconds that this event is put aside for by an answer to its own request (0: it was not let through) →
 * milliseconds for which Jira could not be used while this event waited; the first call starts the count.
 * Of the time since the call before counts what Jira brought about: what the pause says (`illMs`, see throttle/circuit-scripts.ts) and what was asked for then, with a
 * little for the way through the queue. The rest was our own rate, a person's pause or stopped workers: the count begins as much later.
 */
export const WAITING = script(`
${NOW}
local r = redis.call('HMGET', KEYS[1], 'waitingSince', 'waitedAt', 'waitedIll', 'waitedFor')
local ill = tonumber(redis.call('HGET', KEYS[2], 'illMs') or '0')
local since = tonumber(r[1] or now)
if r[2] then
  local gap = now - tonumber(r[2])
  local asked = tonumber(r[4] or '0')
  local counts = math.max(0, ill - tonumber(r[3] or '0')) + (asked > 0 and asked + 5000 or 0)
  if gap > counts then since = since + gap - counts elseif gap < 0 then since = since + gap end
end
redis.call('HSET', KEYS[1], 'waitingSince', since, 'waitedAt', now, 'waitedIll', ill, 'waitedFor', ARGV[1])
return now - since
`);

/** KEYS record · ARGV issue id. The issue is gone, so the record begins anew, for anyone; one that holds another issue stays. */
export const FORGET = script(`
if redis.call('HGET', KEYS[1], 'issueId') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'state', 'reserved', 'posts', 0)
return redis.call('HDEL', KEYS[1], 'issueId', 'issueKey', 'sentAt', 'answered', 'ended', 'above', 'opener', 'holder', 'lease')
`);
