-- KEYS pause, those that were ended, blocked kinds → Pauses as JSON, as they were before.
--@include READ_BODY
--@include ENDED
-- Whoever was to probe may have been held by this pause: another may at once.
redis.call('HDEL', KEYS[1], 'lease')
-- Workers tell by it a pause that was ended from one that Redis has lost.
noteEnded(KEYS[2], redis.call('HGET', KEYS[1], 'manualId') or '*')
redis.call('HDEL', KEYS[1], 'manualUntil', 'manualMs', 'manualBy', 'manualReason', 'manualId')
if p[4] and p[4] ~= 'throttled' then redis.call('HSET', KEYS[1], 'until', 0) end
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
  local login = string.match(all[at], '^login:(.*)$')
  local known = login and refusal(all[at + 1])
  if known then noteRefusal(login, known.failures, now, 0) end
end
for kind, block in pairs(blockedKinds()) do
  block.till, block.lease = 0, 0
  redis.call('HSET', KEYS[3], kind, cjson.encode(block))
end
return cjson.encode(seen)
