-- Defines `teach(hash, project, key)`.
local function teach(hash, project, key)
  local prefix, number = string.match(key, '^(.+)-(%d+)$')
  local known = redis.call('HGET', hash, project)
  local before, most = string.match(known or '', '^(.+)-(%d+)$')
  number, most = tonumber(number), tonumber(most)
  if most and before == prefix and number <= most and number >= most - FAR_BELOW then return end
  redis.call('HSET', hash, project, key)
  redis.call('EXPIRE', hash, KEEP_SECONDS)
end
