-- KEYS pause, those that were ended · ARGV id of the one that is remembered, '' for none → the person's pause, and whether the
-- remembered one is over: ended, or at its end, which only the clock of Redis tells.
--@include REDIS_CLOCK
--@include PAUSES
--@include ENDED
local till = manual()
local p = redis.call('HMGET', KEYS[1], 'manualId', 'manualBy', 'manualReason')
local seen = cjson.null
if till > now then seen = { id = p[1] or '', ms = till - now, by = p[2] or '', reason = p[3] or '' } end
return cjson.encode({ pause = seen, over = p[1] == ARGV[1] or isEnded(KEYS[2], ARGV[1]) })
