-- KEYS who holds it · ARGV a word of one's own, for how many ms, 'held': only where it is held by it already → 1, or 0 when somebody
-- else holds it, or nobody does any more. A repeated command finds its own.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] or not holder and ARGV[3] == 'held' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
