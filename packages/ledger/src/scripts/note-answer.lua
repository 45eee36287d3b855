-- KEYS record · ARGV token, field, what came in place of the answer. `answered`: something answered the request in sent state, so it is not still on its way.
-- `ended`: no answer will come to it any more, and Jira may still be at work.
--@include NOW
local r = redis.call('HMGET', KEYS[1], 'state', 'token')
if r[2] ~= ARGV[1] or r[1] ~= 'sent' then return 0 end
return redis.call('HSET', KEYS[1], ARGV[2], now, 'said', ARGV[3])
