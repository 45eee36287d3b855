-- KEYS record of the event, lane of its object (if it has one) · ARGV fence of the lane, field, what is to stand there by now ('': nothing), what
-- is to stand there then ('': nothing) → 1, or 0 where another attempt has the lane, or has written there. A repeated command finds its own.
if KEYS[2] and redis.call('HGET', KEYS[2], 'fence') ~= ARGV[1] then return 0 end
local there = redis.call('HGET', KEYS[1], ARGV[2]) or ''
if there ~= ARGV[3] and there ~= ARGV[4] then return 0 end
if ARGV[4] == '' then redis.call('HDEL', KEYS[1], ARGV[2]) else redis.call('HSET', KEYS[1], ARGV[2], ARGV[4]) end
return 1
