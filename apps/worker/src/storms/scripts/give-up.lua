-- KEYS window, list, standing · ARGV from, how many, 1 when no further fault may be listed → ids of the events that get issues of
-- their own now. They are not listed, and hold the window's issue open no longer.
if ARGV[3] == '1' then redis.call('HSET', KEYS[1], 'closed', '1') end
local from = tonumber(ARGV[1])
if tonumber(redis.call('HGET', KEYS[1], 'told') or '0') ~= from then return {} end
local ids = {}
local entries = redis.call('LRANGE', KEYS[2], from, from + tonumber(ARGV[2]) - 1)
for at, text in ipairs(entries) do
  local place = string.format('%.0f', from + at - 1)
  local ok, entry = pcall(cjson.decode, text)
  if ok and type(entry) == 'table' and type(entry.eventId) == 'string' then
    local subjects = { entry.eventId }
    local stands = 'event ' .. entry.eventId
    if type(entry.faultKey) == 'string' then
      stands = entry.faultKey
      subjects = { entry.faultKey, entry.faultKey .. ' risen', entry.faultKey .. ' anew' }
    end
    for _, subject in ipairs(subjects) do
      if redis.call('HGET', KEYS[1], 'of ' .. subject) == place then redis.call('HSET', KEYS[1], 'of ' .. subject, 'own') end
    end
    redis.call('SREM', KEYS[3], stands)
    table.insert(ids, entry.eventId)
  end
end
redis.call('HSET', KEYS[1], 'told', string.format('%.0f', from + #entries))
redis.call('HINCRBY', KEYS[1], 'given', #entries)
redis.call('HDEL', KEYS[1], 'tries')
return ids
