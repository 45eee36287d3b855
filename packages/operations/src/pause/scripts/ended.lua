-- Ids of a person's pauses that were ended, or had another put in their place, newest first: no worker that remembers one sets it again.
-- '*' stands for whatever was remembered when a person ended a pause that Redis had lost, until the next one begins.
local function isEnded(key, id)
  local ids = ' ' .. (redis.call('GET', key) or '') .. ' '
  return string.find(ids, ' ' .. id .. ' ', 1, true) ~= nil or string.find(ids, ' * ', 1, true) ~= nil
end
-- Without an id it only begins anew.
local function noteEnded(key, id)
  local ids = { id }
  for known in string.gmatch(redis.call('GET', key) or '', '%S+') do
    if #ids < MAX_ENDED and known ~= id and known ~= '*' then ids[#ids + 1] = known end
  end
  if #ids == 0 then return redis.call('DEL', key) end
  return redis.call('SET', key, table.concat(ids, ' '), 'PX', MAX_MANUAL_MS)
end
