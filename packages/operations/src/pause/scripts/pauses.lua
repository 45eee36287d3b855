-- `manual()`: the end of a person's pause, 0 for none. One that a clock ahead has set counts as set now, so that nobody's is cut short.
-- `refusal(text)`: what is known of a refused login. Behind REDIS_CLOCK.
local function manual()
  local m = redis.call('HMGET', KEYS[1], 'manualUntil', 'manualMs')
  local till, ms = tonumber(m[1] or '0'), tonumber(m[2] or MAX_MANUAL_MS)
  if till > now + ms then
    till = now + ms
    redis.call('HSET', KEYS[1], 'manualUntil', till)
  end
  return till
end
local function refusal(text)
  local failures, till, ms = string.match(text or '', '^(%d+) (%d+) (%d+)$')
  if not failures then return nil end
  return { failures = tonumber(failures), till = due(till, ms) }
end
local function noteRefusal(login, failures, till, ms)
  redis.call('HSET', KEYS[1], 'login:' .. login, string.format('%d %.0f %.0f', failures, till, ms))
end
