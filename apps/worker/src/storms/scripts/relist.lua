-- KEYS window · ARGV id of its issue, which was deleted → how many of its issues were. When the first was, all is told once more.
if redis.call('HSETNX', KEYS[1], 'gone ' .. ARGV[1], '1') == 1 and redis.call('HINCRBY', KEYS[1], 'gone', 1) == 1 then
  redis.call('HSET', KEYS[1], 'again', redis.call('HGET', KEYS[1], 'told') or '0', 'told', '0', 'given', '0')
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(name, 1, 8) == 'telling ' then redis.call('HDEL', KEYS[1], name) end
  end
end
return tonumber(redis.call('HGET', KEYS[1], 'gone'))
