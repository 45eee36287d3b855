-- KEYS pause · ARGV reason, signs needed, delays by number of failures (JSON), fingerprint of the login, why → the pause in milliseconds, 0 for none yet.
-- Refused logins are counted for each login until it succeeds, whatever lies between: an account is locked by their number.
--@include REDIS_CLOCK
--@include PAUSES
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'failures', 'signs', 'signsUntil', 'login', 'ms', 'login:' .. ARGV[4])
local till = due(p[2], p[7] or MAX_REST_MS)
local same = p[1] == ARGV[1] and p[6] == ARGV[4]
local refused = ARGV[1] == 'unauthorized' and refusal(p[8]) or nil
redis.call('HDEL', KEYS[1], 'lease')
-- Requests that were under way when the pause began say nothing new: they must not make it longer.
if same and till > now and ARGV[1] ~= 'throttled' then return till - now end
if refused and not same and refused.till > now then return refused.till - now end
-- Nor may an outage end the rest of a refused login before its time.
if p[1] == 'unauthorized' and p[6] == ARGV[4] and ARGV[1] == 'unavailable' and till > now then return till - now end
if (not p[1] or p[1] == 'throttled') and tonumber(ARGV[2]) > 1 then
  local signs = 1
  if due(p[5], SIGNS_MS) > now then signs = tonumber(p[4] or '0') + 1 end
  redis.call('HSET', KEYS[1], 'signs', signs, 'signsUntil', now + SIGNS_MS)
  if signs < tonumber(ARGV[2]) then return 0 end
end
local delays = cjson.decode(ARGV[3])
local failures = 1
if same then failures = tonumber(p[3] or '0') + 1 end
if refused then failures = math.max(failures, refused.failures + 1) end
local ms = delays[math.min(failures, #delays)]
if p[1] and p[1] ~= ARGV[1] and p[1] == 'unauthorized' and ARGV[1] == 'throttled' then return ms end
-- For how long Jira has asked us to stay away, nothing that was under way then makes shorter; nor does a throttle the rest of an outage.
local throttle = p[1] == 'throttled' and ARGV[1] == 'unavailable' or p[1] == 'unavailable' and ARGV[1] == 'throttled'
if throttle and till >= now + ms then return till - now end
local ends = math.max(now + ms, (same or p[1] == 'throttled') and till or 0)
-- Older versions keep a refused login here alone.
if p[1] == 'unauthorized' and p[6] and redis.call('HEXISTS', KEYS[1], 'login:' .. p[6]) == 0 then
  noteRefusal(p[6], tonumber(p[3] or '1'), till, math.max(till - now, 0))
end
if ARGV[1] == 'unauthorized' then
  -- Logins that are long gone.
  local all = redis.call('HGETALL', KEYS[1])
  for at = 1, #all, 2 do
    local known = string.sub(all[at], 1, 6) == 'login:' and refusal(all[at + 1])
    if known and known.till < now - LOGIN_KEPT_MS then redis.call('HDEL', KEYS[1], all[at]) end
  end
  noteRefusal(ARGV[4], failures, ends, ends - now)
end
redis.call('HSET', KEYS[1], 'reason', ARGV[1], 'why', ARGV[5], 'until', ends, 'ms', ends - now, 'failures', failures, 'login', ARGV[4])
return ms
