-- KEYS record, pause · ARGV milliseconds that this event is put aside for by an answer to its own request (0: it was not let through) →
-- milliseconds for which Jira could not be used while this event waited; the first call starts the count.
-- Of the time since the call before counts what Jira brought about: what the pause says (`illMs`, see throttle/circuit-scripts.ts) and what was asked for then, with a
-- little for the way through the queue. The rest was our own rate, a person's pause or stopped workers: the count begins as much later.
--@include NOW
local r = redis.call('HMGET', KEYS[1], 'waitingSince', 'waitedAt', 'waitedIll', 'waitedFor')
local ill = tonumber(redis.call('HGET', KEYS[2], 'illMs') or '0')
local since = tonumber(r[1] or now)
if r[2] then
  local gap = now - tonumber(r[2])
  local asked = tonumber(r[4] or '0')
  local counts = math.max(0, ill - tonumber(r[3] or '0')) + (asked > 0 and asked + 5000 or 0)
  if gap > counts then since = since + gap - counts elseif gap < 0 then since = since + gap end
end
redis.call('HSET', KEYS[1], 'waitingSince', since, 'waitedAt', now, 'waitedIll', ill, 'waitedFor', ARGV[1])
return now - since
