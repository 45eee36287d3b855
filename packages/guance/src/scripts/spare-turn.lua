-- KEYS turns of one key (as in turn.lua) · ARGV who, milliseconds between two turns, how long a turn that nobody took is kept
-- → milliseconds until it may ask again; 0: now, and the turn is spent. It keeps no turn, so whoever does goes first.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local spacing, kept = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - kept)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + (redis.call('ZCARD', KEYS[1]) + 1) * spacing, '+inf')
local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2] or '0')
if last + spacing > now then return last + spacing - now end
-- A turn that is due and that its owner has not come for yet: it comes any moment.
for _, who in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now - 2 * spacing, now)) do
  if string.sub(who, 1, 6) ~= 'spent ' then return spacing end
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), 'spent ' .. string.format('%.0f', now) .. ' ' .. ARGV[1])
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', kept))
return 0
