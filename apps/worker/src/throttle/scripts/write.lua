-- KEYS rate · ARGV state as it was read, new state, requests a second, kept for ms → 1, or 0 when another was faster.
if (redis.call('HGET', KEYS[1], 'state') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'perSecond', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
