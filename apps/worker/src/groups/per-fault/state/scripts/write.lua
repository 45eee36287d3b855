-- KEYS object, lane, fault, event's record, open objects, later events of the fault · ARGV fence, version, site, state, seconds to keep (0: for ever), end ('' for none),
-- 1 where the fault has its issue, seconds to keep the record of the fault before it, milliseconds until an open issue is looked at, job id, how many events are listed
-- → 1, or 0 when the fence is an old one.
--@include REDIS_CLOCK
if redis.call('HGET', KEYS[2], 'fence') ~= ARGV[1] then return 0 end
-- By whose names: records without this are those of 0.1 (groups/per-fault/kept-as.ts). 3: and in the set of open ones, if it is open.
redis.call('HSET', KEYS[1], 'v', ARGV[2], 'site', ARGV[3], 'state', ARGV[4], 'names', '3')
if ARGV[5] == '0' then redis.call('ZADD', KEYS[5], now + ARGV[9], KEYS[1]) else redis.call('ZREM', KEYS[5], KEYS[1]) end
local function keep(key)
  if ARGV[5] == '0' then redis.call('PERSIST', key) else redis.call('EXPIRE', key, ARGV[5]) end
end
keep(KEYS[1])
-- Without an issue the fault's own record may still be at the opening of one, whatever becomes of the object's.
if ARGV[7] == '1' then
  keep(KEYS[3])
  -- The fault before may never have recovered; nobody will ask for it for ever.
  local before = redis.call('HGET', KEYS[1], 'fault')
  if before and before ~= KEYS[3] then redis.call('EXPIRE', before, ARGV[8]) end
  -- Most faults are one event long, which the fault's own record tells; a list is begun by the second.
  if before == KEYS[3] then
    redis.call('ZADD', KEYS[6], 'NX', now, ARGV[10])
    redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -1 - ARGV[11])
    redis.call('EXPIRE', KEYS[6], ARGV[8])
  end
  redis.call('HSET', KEYS[1], 'fault', KEYS[3])
end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[4], 'end', ARGV[6]) end
return 1
