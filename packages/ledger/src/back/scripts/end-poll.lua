-- KEYS what is known of the poll of one Jira (hash) · ARGV who, milliseconds until it is due again, then fields and values → 1, or 0
-- where another has taken it meanwhile.
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], 'due', string.format('%.0f', now + tonumber(ARGV[2])), 'triedAt', string.format('%.0f', now))
for n = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1]) end
return 1
