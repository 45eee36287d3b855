-- KEYS object, open objects · ARGV milliseconds until its issue is looked at → 1 when it was written by an older version and has an issue
--@include REDIS_CLOCK
local record = redis.call('HMGET', KEYS[1], 'state', 'fault', 'names', 'watched')
if tonumber(record[3] or record[4] or '0') >= 3 or not record[1] then return 0 end
local read, state = pcall(cjson.decode, record[1])
if not read or type(state) ~= 'table' or type(state.issue) ~= 'table' then return 0 end
-- Records of 0.1 are known by having no names (kept-as.ts).
redis.call('HSET', KEYS[1], record[3] and 'names' or 'watched', '3')
redis.call('PERSIST', KEYS[1])
if record[2] then redis.call('PERSIST', record[2]) end
redis.call('ZADD', KEYS[2], 'NX', now + ARGV[1], KEYS[1])
return 1
