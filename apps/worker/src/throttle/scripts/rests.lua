-- KEYS pause, pause of this endpoint, blocked kinds · ARGV fingerprint of the login, kind → {ms, reason, scope, said} as JSON, ms 0 where requests may go on. For those who
-- were let go before, and have slept or asked something else since. What is due for a probe holds them too: they were let go before the illness, and one
-- request alone shows whether it is over.
--@include REDIS_CLOCK
--@include PAUSES
--@include BLOCKED
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'ms', 'login', 'lease', 'login:' .. ARGV[1])
local function rests(ms, reason, scope, said) return cjson.encode({ ms = math.max(ms, 1), reason = reason, scope = scope, said = said }) end
local held = manual()
if held > now then return rests(held - now, 'manual') end
local reason, till = p[1], due(p[2], p[3] or MAX_REST_MS)
-- Another login than the one that Jira refused is not held; this one is, whatever became of the others.
local ours = reason ~= 'unauthorized' or p[4] == ARGV[1]
local refused = refusal(p[6])
if refused and refused.till > now and (reason ~= 'unauthorized' or not ours) then return rests(refused.till - now, 'unauthorized') end
if reason and ours and till > now then return rests(till - now, reason) end
if reason == 'throttled' then reason = nil end
if not reason and refused then reason, ours = 'unauthorized', true end
if reason and ours then return rests(math.min(due(p[5], LEASE_MS) - now, 500), reason) end
local kind = redis.call('HMGET', KEYS[2], 'until', 'ms')
local rest = due(kind[1], kind[2] or MAX_REST_MS)
if rest > now then return rests(rest - now, 'throttled', 'endpoint') end
-- Who tries it was let go with its event's name, which is not known here.
local block = blockOf(redis.call('HGET', KEYS[3], ARGV[2]), '')
local blocked = block and block.rests > 0 and due(block.till, block.ms) or 0
if blocked > now then return rests(blocked - now, 'blocked', 'endpoint', block.said) end
return cjson.encode({ ms = 0 })
