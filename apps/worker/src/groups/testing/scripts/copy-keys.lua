-- Copies keys with the tag ARGV[1] to the tag ARGV[2], which also stands in values that name a key.
local from, to = ARGV[1]:gsub('%p', '%%%0'), ARGV[2]:gsub('%%', '%%%%')
local function renamed(text)
  return (text:gsub(from, to))
end
local function all(values)
  for n, value in ipairs(values) do values[n] = renamed(value) end
  return values
end

for _, key in ipairs(KEYS) do
  local kind, copy = redis.call('TYPE', key).ok, renamed(key)
  if kind == 'string' then
    redis.call('SET', copy, renamed(redis.call('GET', key)))
  elseif kind == 'hash' then
    redis.call('HSET', copy, unpack(all(redis.call('HGETALL', key))))
  elseif kind == 'set' then
    redis.call('SADD', copy, unpack(all(redis.call('SMEMBERS', key))))
  elseif kind == 'list' then
    redis.call('RPUSH', copy, unpack(all(redis.call('LRANGE', key, 0, -1))))
  elseif kind == 'zset' then
    local values = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
    for n = 1, #values, 2 do redis.call('ZADD', copy, values[n + 1], renamed(values[n])) end
  else
    return redis.error_reply('nobody has copied a ' .. kind .. ' yet: ' .. key)
  end
  local left = redis.call('PTTL', key)
  if left > 0 then redis.call('PEXPIRE', copy, left) end
end
