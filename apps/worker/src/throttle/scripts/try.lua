-- KEYS pause, blocked kinds of requests · ARGV kind, whose → {ms, said} as JSON: ms 0 where it may ask, and it alone then. While all rests nobody takes the lease.
--@include REDIS_CLOCK
--@include PAUSES
--@include BLOCKED
local block, held = blockOf(redis.call('HGET', KEYS[2], ARGV[1]), ARGV[2])
if held > 0 then return cjson.encode({ ms = held, said = block.said }) end
if block and block.rests > 0 and manual() <= now and redis.call('HEXISTS', KEYS[1], 'reason') == 0 then take(KEYS[2], ARGV[1], block, ARGV[2]) end
return cjson.encode({ ms = 0 })
