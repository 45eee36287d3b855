-- KEYS window · ARGV told, issue as JSON, size of the next comment, entries that were left out, id of the issue. The entries before `told`
-- are in confirmed comments. A worker that was frozen, and whose place another has taken, takes nothing back.
if tonumber(redis.call('HGET', KEYS[1], 'told') or '0') > tonumber(ARGV[1]) then return 0 end
if redis.call('HEXISTS', KEYS[1], 'gone ' .. ARGV[5]) == 1 then return 0 end
if tonumber(ARGV[4]) > 0 then redis.call('HINCRBY', KEYS[1], 'given', ARGV[4]) end
redis.call('HSET', KEYS[1], 'told', ARGV[1], 'issue', ARGV[2], 'size', ARGV[3])
return redis.call('HDEL', KEYS[1], 'out', 'refused', 'tries', 'waits')
