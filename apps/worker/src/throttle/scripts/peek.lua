-- KEYS pause, learnt rate, blocked kinds, then pauses of endpoints · ARGV fingerprint of the login → {paused, perSecond} as JSON, where `paused` names the reasons,
-- comma separated.
--@include REDIS_CLOCK
--@include PAUSES
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'ms', 'login:' .. ARGV[1])
local paused = {}
if manual() > now then paused[#paused + 1] = 'manual' end
-- Illness lasts until a probe has found Jira well; a throttle ends by itself.
if p[1] and (p[1] ~= 'throttled' or due(p[2], p[3] or MAX_REST_MS) > now) then paused[#paused + 1] = p[1] end
if p[4] and p[1] ~= 'unauthorized' then paused[#paused + 1] = 'unauthorized' end
for i = 4, #KEYS do
  local kind = redis.call('HMGET', KEYS[i], 'until', 'ms')
  if due(kind[1], kind[2] or MAX_REST_MS) > now then paused[#paused + 1] = 'throttled' end
end
local blocked = redis.call('HVALS', KEYS[3])
for _, text in ipairs(blocked) do
  if cjson.decode(text).rests > 0 then
    paused[#paused + 1] = 'blocked'
    break
  end
end
return cjson.encode({ paused = table.concat(paused, ','), perSecond = redis.call('HGET', KEYS[2], 'perSecond') or cjson.null })
