-- KEYS lane (hash: holder, fence), waiting (sorted set) · ARGV member, event time, prefix of job keys → {head, fence}; fence 0:
-- another is at it. The holder keeps the lane while its job lives, also when an older event comes in behind it.
--@include REDIS_CLOCK
--@include OVER
redis.call('ZADD', KEYS[2], 'NX', ARGV[2], ARGV[1])
local holder = redis.call('HGET', KEYS[1], 'holder')
local head
for _ = 1, MAX_EVICTED do
  head = holder or redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  local mine = jobOf(head) == jobOf(ARGV[1])
  if not mine and not over(head, ARGV[3]) then break end
  if head ~= ARGV[1] then redis.call('ZREM', KEYS[2], head) end
  if mine then
    redis.call('HSET', KEYS[1], 'holder', ARGV[1])
    -- Of the time too: counted alone it would begin anew after a loss of data, and equal that of an attempt which has not seen the loss.
    local fence = math.max((tonumber(redis.call('HGET', KEYS[1], 'fence')) or 0) + 1, now)
    redis.call('HSET', KEYS[1], 'fence', string.format('%.0f', fence))
    redis.call('EXPIRE', KEYS[1], KEPT_S)
    redis.call('EXPIRE', KEYS[2], KEPT_S)
    return cjson.encode({ head = ARGV[1], fence = fence })
  end
  redis.call('HDEL', KEYS[1], 'holder')
  holder = false
end
redis.call('EXPIRE', KEYS[1], KEPT_S)
redis.call('EXPIRE', KEYS[2], KEPT_S)
return cjson.encode({ head = head, fence = 0 })
