-- KEYS set · ARGV member, delay ms
--@include REDIS_CLOCK
return redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
