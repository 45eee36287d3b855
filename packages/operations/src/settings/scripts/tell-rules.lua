-- KEYS: hash of rules in force. ARGV: worker, what it tells.
-- By the clock of Redis, so that the clocks of workers do not matter. Who has been silent for ten minutes is forgotten.
local now = tonumber(redis.call('TIME')[1])
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^%d+') or '0')
  if now - at > 600 then redis.call('HDEL', KEYS[1], all[i]) end
end
redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], 86400)
return 1
