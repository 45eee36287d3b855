/**
 * Lua of storm windows. A window (hash at `{prefix}:storm:<route>:<start>`): of <subject> (own, or its place in the list), opened, severe,
 * told (entries that are settled: in a confirmed comment, or given up), telling <told>, size, given (entries given up), refused, closed
 * (its issue takes no comments), out (Jira cannot be reached), gone (how many of its issues were), gone <id>, unseen <id> (an event found
 * none), again (entries before it are told once more), over, issue, about. Beside it `:list`, `:standing`, and `:issue`, the
 * ledger record of its one issue.
 */
import { script } from '@guance-jira/queue';

/** What an event is told. A place before `told` is in a confirmed comment. */
const VERDICT = `
local function verdictOf(window, subject)
  local place = redis.call('HGET', window, 'of ' .. subject)
  if not place then return nil end
  if place == 'own' then return { verdict = 'own' } end
  local w = redis.call('HMGET', window, 'told', 'out', 'issue')
  local listed = tonumber(w[1] or '0') > tonumber(place)
  return { verdict = listed and 'listed' or 'list', out = w[2] == '1', issue = w[3] or '' }
end
local function begun(record)
  local state = redis.call('HGET', record, 'state')
  return state == 'sent' or state == 'confirmed'
end
`;

/**
 * KEYS windows of the route, windows with work, ledger record of the issue, event's own record · ARGV arrival, length, limit, limit for
 * severe ones (0: not severe), subject, seconds to keep, entry, who stands, whose windows (members of a JSON object), group, what the window is about → {verdict, start, out,
 * issue}. A subject is counted once and keeps its verdict; the event's record says where. A window begins with the first arrival that
 * is handled. One that is handled late, since severe ones go first, belongs to it too and pulls its beginning (the score) back.
 */
export const ADMIT = script(`
${VERDICT}
local at, length = tonumber(ARGV[1]), tonumber(ARGV[2])
if begun(KEYS[3]) then return cjson.encode({ verdict = 'own', start = 0 }) end
local start = redis.call('ZREVRANGEBYSCORE', KEYS[1], at, '(' .. (at - length), 'LIMIT', 0, 1)[1]
if not start then
  start = redis.call('ZRANGEBYSCORE', KEYS[1], at, '(' .. (at + length), 'LIMIT', 0, 1)[1]
  if start and tonumber(start) - at < length then redis.call('ZADD', KEYS[1], at, start) else start = nil end
end
if not start then
  local free = at
  while redis.call('EXISTS', KEYS[1] .. ':' .. string.format('%.0f', free)) == 1 do free = free + 1 end
  start = string.format('%.0f', free)
  redis.call('ZADD', KEYS[1], at, start)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', at - tonumber(ARGV[6]) * 1000)
  redis.call('EXPIRE', KEYS[1], ARGV[6])
end
local window = KEYS[1] .. ':' .. start
if redis.call('HEXISTS', window, 'of ' .. ARGV[5]) == 0 then
  local own = redis.call('HEXISTS', window, 'closed') == 1
  if not own then own = tonumber(ARGV[4]) > 0 and redis.call('HINCRBY', window, 'severe', 1) <= tonumber(ARGV[4]) end
  if not own then own = redis.call('HINCRBY', window, 'opened', 1) <= tonumber(ARGV[3]) end
  local place = 'own'
  if not own then
    place = redis.call('RPUSH', window .. ':list', ARGV[7]) - 1
    redis.call('ZADD', KEYS[2], 'NX', 0, '{' .. ARGV[9] .. ',"start":' .. start .. '}')
  end
  redis.call('HSET', window, 'of ' .. ARGV[5], place)
  redis.call('HSETNX', window, 'about', ARGV[11])
end
local answer = verdictOf(window, ARGV[5])
answer.start = tonumber(start)
-- One that is known may have recovered, and has failed again.
if answer.verdict ~= 'own' then
  redis.call('SADD', window .. ':standing', ARGV[8])
  -- Where its recovery finds it, should this event never come back to say so.
  if ARGV[10] == 'fault' then redis.call('SET', KEYS[3] .. ':listed', '{' .. ARGV[9] .. ',"start":' .. start .. '}', 'EX', ARGV[6]) end
end
for _, part in ipairs({ '', ':list', ':standing', ':issue' }) do redis.call('EXPIRE', window .. part, ARGV[6]) end
redis.call('HSET', KEYS[4], 'storm', '{' .. ARGV[9] .. ',"start":' .. start .. ',"subject":' .. cjson.encode(ARGV[5]) .. ',"group":"' .. ARGV[10] .. '"}')
return cjson.encode(answer)
`);

/** KEYS window, ledger record of the issue · ARGV subject → as ADMIT, without start; '' when nothing is known of it any more. */
export const ASK = script(`
${VERDICT}
if begun(KEYS[2]) then return cjson.encode({ verdict = 'own' }) end
local answer = verdictOf(KEYS[1], ARGV[1])
return answer and cjson.encode(answer) or ''
`);

/**
 * KEYS window · ARGV told, issue as JSON, size of the next comment, entries that were left out, id of the issue. The entries before `told`
 * are in confirmed comments. A worker that was frozen, and whose place another has taken, takes nothing back.
 */
export const TOLD = script(`
if tonumber(redis.call('HGET', KEYS[1], 'told') or '0') > tonumber(ARGV[1]) then return 0 end
if redis.call('HEXISTS', KEYS[1], 'gone ' .. ARGV[5]) == 1 then return 0 end
if tonumber(ARGV[4]) > 0 then redis.call('HINCRBY', KEYS[1], 'given', ARGV[4]) end
redis.call('HSET', KEYS[1], 'told', ARGV[1], 'issue', ARGV[2], 'size', ARGV[3])
return redis.call('HDEL', KEYS[1], 'out', 'refused')
`);

/**
 * KEYS window, list, standing · ARGV from, how many, 1 when no further fault may be listed → ids of the events that get issues of
 * their own now. They are not listed, and hold the window's issue open no longer.
 */
export const GIVE_UP = script(`
if ARGV[3] == '1' then redis.call('HSET', KEYS[1], 'closed', '1') end
local from = tonumber(ARGV[1])
if tonumber(redis.call('HGET', KEYS[1], 'told') or '0') ~= from then return {} end
local ids = {}
local entries = redis.call('LRANGE', KEYS[2], from, from + tonumber(ARGV[2]) - 1)
for at, text in ipairs(entries) do
  local place = string.format('%.0f', from + at - 1)
  local ok, entry = pcall(cjson.decode, text)
  if ok and type(entry) == 'table' and type(entry.eventId) == 'string' then
    local subjects = { entry.eventId }
    local stands = 'event ' .. entry.eventId
    if type(entry.faultKey) == 'string' then
      stands = entry.faultKey
      subjects = { entry.faultKey, entry.faultKey .. ' risen', entry.faultKey .. ' anew' }
    end
    for _, subject in ipairs(subjects) do
      if redis.call('HGET', KEYS[1], 'of ' .. subject) == place then redis.call('HSET', KEYS[1], 'of ' .. subject, 'own') end
    end
    redis.call('SREM', KEYS[3], stands)
    table.insert(ids, entry.eventId)
  end
end
redis.call('HSET', KEYS[1], 'told', string.format('%.0f', from + #entries))
redis.call('HINCRBY', KEYS[1], 'given', #entries)
return ids
`);

/**
 * KEYS window, list, standing, ledger record of its issue, windows with work, windows of the route · ARGV window as a member, its
 * start, 1 when its time is over, seconds to keep → what is left to do: list, wait (for the end of its time), over (all have recovered),
 * or rest: nothing until somebody adds or recovers a fault. `over` is final: later arrivals begin another window.
 */
export const REMAINS = script(`
local total = redis.call('LLEN', KEYS[2])
if total > tonumber(redis.call('HGET', KEYS[1], 'told') or '0') then return 'list' end
if redis.call('HEXISTS', KEYS[1], 'over') == 1 then return 'over' end
if total > 0 and redis.call('SCARD', KEYS[3]) == 0 then
  if ARGV[3] ~= '1' then return 'wait' end
  redis.call('HSET', KEYS[1], 'over', '1')
  redis.call('ZREM', KEYS[6], ARGV[2])
  return 'over'
end
redis.call('ZREM', KEYS[5], ARGV[1])
redis.call('EXPIRE', KEYS[4], ARGV[4])
return 'rest'
`);

/** KEYS window, list, standing, windows with work · ARGV who has recovered, window as a member. The last one is looked at soon. */
export const RECOVERED = script(`
if redis.call('SREM', KEYS[3], ARGV[1]) == 0 or redis.call('SCARD', KEYS[3]) > 0 then return 0 end
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
return redis.call('ZADD', KEYS[4], 0, ARGV[2])
`);

/**
 * KEYS windows with work, window, ledger record of its issue · ARGV window as a member, the due time that it has, its next one, seconds to
 * keep → 1, or 0 when it has another by now. What was written to a window that was lost meanwhile gets an end: nobody looks at it again.
 */
export const PUT_OFF = script(`
for at = 2, 3 do
  if redis.call('TTL', KEYS[at]) == -1 then redis.call('EXPIRE', KEYS[at], ARGV[4]) end
end
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
`);
