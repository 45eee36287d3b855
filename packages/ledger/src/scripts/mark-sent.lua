-- KEYS record, ledger, highest keys · ARGV token, event id, project → the ledger's beat, or 0 when the reservation is no longer ours. Every POST stamps
-- anew, and counts the beat up, so that a copy of Redis from before it is known to be one. While an earlier POST is unaccounted for, the keys known
-- before that one count.
--@include NOW
local r = redis.call('HMGET', KEYS[1], 'state', 'token', 'above')
if r[2] ~= ARGV[1] or (r[1] ~= 'reserved' and r[1] ~= 'sent') then return 0 end
local above = r[1] == 'sent' and r[3] and cjson.decode(r[3]) or {}
if not above[ARGV[3]] then above[ARGV[3]] = (r[1] == 'reserved' or r[3]) and redis.call('HGET', KEYS[3], ARGV[3]) or '' end
redis.call('HSET', KEYS[1], 'state', 'sent', 'sentAt', now, 'opener', ARGV[2], 'above', cjson.encode(above))
redis.call('HDEL', KEYS[1], 'answered', 'ended')
redis.call('HINCRBY', KEYS[1], 'posts', 1)
return redis.call('HINCRBY', KEYS[2], 'beat', 1)
