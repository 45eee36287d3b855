-- KEYS times of writes (sorted set) · ARGV writes, unique word, then short and long window: ms, most → milliseconds to wait, or 0
-- when the writes are counted.
--@include REDIS_CLOCK
local writes = tonumber(ARGV[1])
-- Writes of before the clock was set back: how long ago they were is not known, and one 429 costs less than hours.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. (now + 1000), '+inf')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[5]))
local wait = 0
for at = 3, 5, 2 do
  local ms, most = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local over = redis.call('ZCOUNT', KEYS[1], '(' .. (now - ms), '+inf') + writes - most
  if over > 0 then
    -- So many of the oldest in this window must first have left it.
    local last = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. (now - ms), '+inf', 'WITHSCORES', 'LIMIT', over - 1, 1)
    wait = math.max(wait, tonumber(last[2]) + ms - now)
  end
end
if wait > 0 then return wait end
for n = 1, writes do redis.call('ZADD', KEYS[1], now, ARGV[2] .. ':' .. n) end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 0
