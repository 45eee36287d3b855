-- KEYS set · ARGV now ('' for Redis's own), most, lease ms, furthest ms → members
--@include REDIS_CLOCK
now = tonumber(ARGV[1]) or now
local taken = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. (now + ARGV[4]), '+inf', 'LIMIT', 0, ARGV[2])) do
  taken[#taken + 1] = member
end
for _, member in ipairs(taken) do redis.call('ZADD', KEYS[1], now + ARGV[3], member) end
return taken
