-- KEYS lane, waiting · ARGV member, prefix of job keys → the next member whose job lives, '' for none. What else stands under this
-- event's own id is left over from a deleted job. The fence outlives an empty lane by a day.
--@include OVER
redis.call('ZREM', KEYS[2], ARGV[1])
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then redis.call('HDEL', KEYS[1], 'holder') end
for _ = 1, MAX_EVICTED do
  local next = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not next then
    redis.call('EXPIRE', KEYS[1], 86400)
    return ''
  end
  if jobOf(next) ~= jobOf(ARGV[1]) and not over(next, ARGV[2]) then return next end
  redis.call('ZREM', KEYS[2], next)
end
return ''
