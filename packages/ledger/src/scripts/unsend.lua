-- KEYS record · ARGV token → 1 when put back. Only for a request that Jira surely has not carried out.
local r = redis.call('HMGET', KEYS[1], 'state', 'token', 'posts')
if r[2] ~= ARGV[1] or r[1] ~= 'sent' then return 0 end
if tonumber(r[3] or '1') > 1 then
  -- An earlier POST of this event is still unaccounted for: what is known of this one says nothing about it.
  redis.call('HINCRBY', KEYS[1], 'posts', -1)
  return 0
end
redis.call('HSET', KEYS[1], 'state', 'reserved', 'posts', 0)
redis.call('HDEL', KEYS[1], 'sentAt', 'answered', 'ended', 'above')
return 1
