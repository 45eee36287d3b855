-- KEYS what is known of the poll of one Jira (hash) · ARGV who, milliseconds for which it is taken, how far ahead it may be due
-- → the time and the time of the last look that went well ('' for none), or nothing: it is not due, or another has it. By Redis's
-- clock; what is due further ahead was put there by a clock that was set back since.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local due = tonumber(redis.call('HGET', KEYS[1], 'due') or '0')
if due > now and due <= now + tonumber(ARGV[3]) then return nil end
redis.call('HSET', KEYS[1], 'due', string.format('%.0f', now + tonumber(ARGV[2])), 'holder', ARGV[1])
return { string.format('%.0f', now), redis.call('HGET', KEYS[1], 'lookedAt') or '' }
