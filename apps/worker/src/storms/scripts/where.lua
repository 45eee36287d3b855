-- KEYS window · ARGV id of the issue in which a fault was listed → {issue, gone}: the window's issue by now as JSON or '', and whether the
-- fault stands in none. While all is told once more it stands in the next one soon.
local function isGone(id)
  return redis.call('HEXISTS', KEYS[1], 'gone ' .. id) == 1 or redis.call('HEXISTS', KEYS[1], 'unseen ' .. id) == 1
end
local w = redis.call('HMGET', KEYS[1], 'issue', 'told', 'again')
local ok, issue = pcall(cjson.decode, w[1] or '')
local id = ok and type(issue) == 'table' and tostring(issue.id) or ARGV[1]
local underWay = tonumber(w[2] or '0') < tonumber(w[3] or '0')
return cjson.encode({ issue = id ~= ARGV[1] and w[1] or '', gone = isGone(id) and not underWay })
