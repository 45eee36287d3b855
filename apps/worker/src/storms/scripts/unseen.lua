-- KEYS window · ARGV id of the issue. A window that is lost is not begun by this.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], 'unseen ' .. ARGV[1], '1')
