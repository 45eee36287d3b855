-- KEYS who holds it · ARGV a word of one's own, for how many ms → 1, or 0 when somebody else does.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
