-- KEYS record of an issue, lane of its object · ARGV fence, field, text, seconds for which it is kept, version → 1, or 0 where another
-- attempt has taken the lane.
if redis.call('HGET', KEYS[2], 'fence') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[5], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
