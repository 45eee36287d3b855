-- KEYS window, list, standing · ARGV from, how many → for each entry 1 when it is not to be told once more: it has recovered, has an issue
-- of its own, or stands further down again.
local from = tonumber(ARGV[1])
local again = tonumber(redis.call('HGET', KEYS[1], 'again') or '0')
local stale = {}
for at, text in ipairs(redis.call('LRANGE', KEYS[2], from, from + tonumber(ARGV[2]) - 1)) do
  local place = from + at - 1
  local ok, entry = pcall(cjson.decode, text)
  local drop = 0
  if place < again and ok and type(entry) == 'table' then
    local fault = type(entry.faultKey) == 'string' and entry.faultKey or nil
    if redis.call('SISMEMBER', KEYS[3], fault or 'event ' .. tostring(entry.eventId)) == 0 then drop = 1 end
    for _, later in ipairs(fault and { ' risen', ' anew' } or {}) do
      local other = tonumber(redis.call('HGET', KEYS[1], 'of ' .. fault .. later) or '')
      if other and other > place then drop = 1 end
    end
  end
  stale[at] = drop
end
return stale
