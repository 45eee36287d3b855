-- KEYS wait, active, delayed, prioritized · ARGV prefix of job keys → the least timestamp and whose it is, or nil. No list of BullMQ's is in
-- the order of arrival as a whole, so both ends of each are looked at: exact up to a thousand jobs in a state, and a scrape
-- never costs more than about a millisecond of Redis. Of each priority the first has waited longest.
local oldest, whose = nil, nil
local function look(ids)
  for _, id in ipairs(ids) do
    local at = tonumber(redis.call('HGET', ARGV[1] .. id, 'timestamp') or '')
    if at and (not oldest or at < oldest) then oldest, whose = at, id end
  end
end
for i = 1, 3 do
  local range, length = 'LRANGE', 'LLEN'
  if i == 3 then range, length = 'ZRANGE', 'ZCARD' end
  local size = redis.call(length, KEYS[i])
  look(redis.call(range, KEYS[i], 0, 499))
  if size > 500 then look(redis.call(range, KEYS[i], math.max(500, size - 500), -1)) end
end
local from = '-inf'
for _ = 1, 50 do
  local first = redis.call('ZRANGEBYSCORE', KEYS[4], from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if not first[1] then break end
  look({ first[1] })
  -- BullMQ's score is the priority times 2^32 plus a counter.
  from = string.format('%.0f', (math.floor(tonumber(first[2]) / 4294967296) + 1) * 4294967296)
end
return oldest and { string.format('%.0f', oldest), whose }
