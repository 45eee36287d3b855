-- KEYS key · ARGV the value for which it is deleted. Who was frozen for longer than its turn must not end another's.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
