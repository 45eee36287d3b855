-- KEYS the object's record, the fault's · ARGV today's name of the object, old key of the fault ('' where the event names none), event
-- id → 1 where this object goes on under the old name. A record with `names` was written since (groups/per-fault/state/state-store.ts): another object's.
local object = redis.call('HMGET', KEYS[1], 'by', 'state', 'names')
local fault = redis.call('HMGET', KEYS[2], 'by', 'opener', 'holder')
local by = object[1] or fault[1]
if by then return by == ARGV[1] and 1 or 0 end
local begun = fault[2] == ARGV[3] or fault[3] == ARGV[3]
local known = object[2] and not object[3] and (ARGV[2] == '' or cjson.decode(object[2]).faultKey == ARGV[2])
if not begun and not known then return 0 end
for at = 1, 2 do
  if redis.call('EXISTS', KEYS[at]) == 1 then redis.call('HSET', KEYS[at], 'by', ARGV[1]) end
end
return 1
