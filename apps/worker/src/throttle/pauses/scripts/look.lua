-- KEYS pause, id of the last that was ended → the person's pause, and the id of the last one that was ended
--@include REDIS_CLOCK
--@include PAUSES
local till = manual()
local p = redis.call('HMGET', KEYS[1], 'manualId', 'manualBy', 'manualReason')
local seen = cjson.null
if till > now then seen = { id = p[1] or '', ms = till - now, by = p[2] or '', reason = p[3] or '' } end
return cjson.encode({ pause = seen, ended = redis.call('GET', KEYS[2]) or '' })
