-- KEYS window, list, standing, windows with work · ARGV who has recovered, window as a member. The last one is looked at soon.
if redis.call('SREM', KEYS[3], ARGV[1]) == 0 or redis.call('SCARD', KEYS[3]) > 0 then return 0 end
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
return redis.call('ZADD', KEYS[4], 0, ARGV[2])
