--@include REDIS_CLOCK
--@include PAUSES
manual()
local p = redis.call('HMGET', KEYS[1], 'manualUntil', 'manualBy', 'manualReason', 'reason', 'until', 'failures', 'login', 'ms', 'why')
local seen = { now = now, manual = cjson.null, jira = cjson.null }
if p[1] and tonumber(p[1]) > now then seen.manual = { ['until'] = tonumber(p[1]), by = p[2] or '', reason = p[3] or '' } end
if p[4] then seen.jira = { reason = p[4] == 'unauthorized' and p[9] == 'forbidden' and p[9] or p[4], ['until'] = due(p[5], p[8] or 4500000), failures = tonumber(p[6] or '0'), login = p[7] or '' } end
