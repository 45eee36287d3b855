-- What an event is told. A place before `told` is in a confirmed comment.
local function verdictOf(window, subject)
  local place = redis.call('HGET', window, 'of ' .. subject)
  if not place then return nil end
  if place == 'own' then return { verdict = 'own' } end
  local w = redis.call('HMGET', window, 'told', 'out', 'issue')
  local listed = tonumber(w[1] or '0') > tonumber(place)
  return { verdict = listed and 'listed' or 'list', out = w[2] == '1', issue = w[3] or '' }
end
local function begun(record)
  local state = redis.call('HGET', record, 'state')
  return state == 'sent' or state == 'confirmed'
end
