-- KEYS heard of a workspace · ARGV reference of the object, time of the event, what is noted ('' for a recovery), seconds to keep
-- The newest event counts, whichever comes first.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known and (tonumber(string.match(known, '"at":(%d+)')) or 0) > tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
