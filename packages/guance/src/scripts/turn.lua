-- KEYS turns of one key (sorted set: who, by when) · ARGV who, milliseconds between two turns, how long a turn that nobody took is kept,
-- how many may be spent within how many milliseconds
-- → milliseconds until its turn; 0: now, and it is spent. Whoever has asked before keeps its turn, so many who wait do not meet
-- again and again at the same one. A turn further away than all of them together is of a clock that was set back.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local spacing, kept = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - kept)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + (redis.call('ZCARD', KEYS[1]) + 1) * spacing, '+inf')
local mine = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '-1')
if mine < 0 then
  local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2] or '0')
  mine = math.max(now, last + spacing)
  redis.call('ZADD', KEYS[1], string.format('%.0f', mine), ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(mine - now, 0) + kept))
if mine > now then return mine - now end
-- A turn may be taken late, and then lie too close to the next ones: what was spent counts, not what was given.
local spent = {}
for _, taken in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now - tonumber(ARGV[5]), now)) do
  if string.sub(taken, 1, 6) == 'spent ' then spent[#spent + 1] = taken end
end
if #spent >= tonumber(ARGV[4]) then
  local oldest = tonumber(redis.call('ZSCORE', KEYS[1], spent[#spent - tonumber(ARGV[4]) + 1]))
  return math.max(oldest + tonumber(ARGV[5]) - now, 1)
end
-- It still keeps the next one away.
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], string.format('%.0f', now), 'spent ' .. string.format('%.0f', now) .. ' ' .. ARGV[1])
return 0
