-- KEYS record · ARGV version, site, route, outcome, reason, ttl seconds, issue id, issue key, workspace (if any). A final outcome is never replaced.
--@include NOW
local before = redis.call('HGET', KEYS[1], 'outcome')
if before and before ~= 'failed' then return before end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'site', ARGV[2], 'route', ARGV[3], 'outcome', ARGV[4], 'at', now)
if ARGV[5] == '' then redis.call('HDEL', KEYS[1], 'reason') else redis.call('HSET', KEYS[1], 'reason', ARGV[5]) end
redis.call('HDEL', KEYS[1], 'waitingSince', 'waitedAt', 'waitedIll', 'waitedFor', 'warnings')
-- What only an attempt needs; a failed event may be taken up again.
if ARGV[4] ~= 'failed' and redis.call('HDEL', KEYS[1], 'token', 'holder', 'lease', 'end', 'said') > 0 then
  -- Written anew, it takes half the room: Redis never packs a hash again that held one long value (hash-max-listpack-value).
  local fields = redis.call('HGETALL', KEYS[1])
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], unpack(fields))
end
if ARGV[9] then redis.call('HSET', KEYS[1], 'ws', ARGV[9]) end
if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], 'issueId', ARGV[7], 'issueKey', ARGV[8]) end
redis.call('EXPIRE', KEYS[1], ARGV[6])
return ARGV[4]
