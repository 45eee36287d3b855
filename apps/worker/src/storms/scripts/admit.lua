-- KEYS windows of the route, windows with work, ledger record of the issue, event's own record, windows that people see · ARGV arrival, length, limit, limit for
-- severe ones (0: not severe), subject, seconds to keep, entry, who stands, whose windows (members of a JSON object), group, what the window is about → {verdict, start, out,
-- issue}. A subject is counted once and keeps its verdict; the event's record says where. A window begins with the first arrival that
-- is handled. One that is handled late, since severe ones go first, belongs to it too and pulls its beginning (the score) back.
--@include VERDICT
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
    local member = '{' .. ARGV[9] .. ',"start":' .. start .. '}'
    redis.call('ZADD', KEYS[2], 'NX', 0, member)
    -- For people, who look at the newest five hundred.
    if place == 0 then
      redis.call('ZADD', KEYS[5], start, member)
      redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -501)
    end
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
