-- KEYS pause, pause of this kind of request · ARGV fingerprint of the login → {ms, reason, scope} as JSON, ms 0 where requests may go on. For those who
-- were let go before, and have slept or asked something else since. What is due for a probe is not theirs to hold.
--@include REDIS_CLOCK
--@include PAUSES
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'ms', 'login')
local held = manual()
if held > now then return cjson.encode({ ms = held - now, reason = 'manual' }) end
local till = due(p[2], p[3] or MAX_REST_MS)
if p[1] and till > now and (p[1] ~= 'unauthorized' or p[4] == ARGV[1]) then return cjson.encode({ ms = till - now, reason = p[1] }) end
local kind = redis.call('HMGET', KEYS[2], 'until', 'ms')
local rest = due(kind[1], kind[2] or MAX_REST_MS)
if rest > now then return cjson.encode({ ms = rest - now, reason = 'throttled', scope = 'endpoint' }) end
return cjson.encode({ ms = 0 })
