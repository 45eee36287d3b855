-- KEYS object, fault → their fields as JSON, '' for what is missing.
local function fields(key, ...)
  local values = redis.call('HMGET', key, ...)
  for at = 1, #values do values[at] = values[at] or '' end
  return values
end
return cjson.encode({
  fields(KEYS[1], 'v', 'site', 'state'),
  fields(KEYS[2], 'v', 'site', 'state', 'issueId', 'issueKey', 'route', 'opener'),
})
