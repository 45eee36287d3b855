-- KEYS record of an issue, those that have something left to do by due time · ARGV order, id of the issue, seconds for which it is kept
-- → 1, or 0 where it was ordered before.
--@include REDIS_CLOCK
if redis.call('HSETNX', KEYS[1], 'order', ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'v', 1)
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[2], now, ARGV[2])
return 1
