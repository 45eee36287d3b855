-- KEYS record · ARGV by, ttl seconds. An event that never got a record gets one that expires.
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
local known = redis.call('EXISTS', KEYS[1])
redis.call('HSET', KEYS[1], 'retriedBy', ARGV[1], 'retriedAt', now)
redis.call('HINCRBY', KEYS[1], 'retries', 1)
if known == 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return known
