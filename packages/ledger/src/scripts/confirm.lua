-- KEYS record, index of the issue, highest keys · ARGV id, key, version, site, route, seconds for the index, project → the id that stands. Whoever
-- knows of the issue may confirm, token or not; a second, different id is answered with the first: the caller has a duplicate. `project` is said by who
-- has just made the issue there, and teaches the highest key.
--@include TEACH
redis.call('SET', KEYS[2], KEYS[1], 'EX', ARGV[6])
if ARGV[7] ~= '' then teach(KEYS[3], ARGV[7], ARGV[2]) end
local r = redis.call('HMGET', KEYS[1], 'state', 'issueId', 'site')
if r[1] == 'confirmed' and r[2] and r[3] == ARGV[4] then return r[2] end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 'site', ARGV[4], 'route', ARGV[5], 'state', 'confirmed', 'issueId', ARGV[1], 'issueKey', ARGV[2])
redis.call('HDEL', KEYS[1], 'forgotten', 'above', 'token', 'holder', 'lease', 'said')
return ARGV[1]
