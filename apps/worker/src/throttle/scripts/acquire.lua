-- KEYS pause, bucket, learnt rate, pause of this endpoint, blocked kinds · ARGV requests a second, longest wait in ms, fingerprint of the login, burst in ms, 1 where the
-- learnt rate counts, kind, whose → {verdict, ms, reason, scope, manualId, said, watched} as JSON.
-- The bucket holds the time at which the next request is due (GCRA). Slots that nobody took are not lost until they are older
-- than the burst: without it every hiccup of ours would lower the rate.
-- `illMs` counts the time in which Jira could not be used and somebody waited for it: neither a person's pause nor stopped workers.
--@include REDIS_CLOCK
--@include PAUSES
--@include BLOCKED
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'lease', 'login', 'ms', 'illMs', 'illAt', 'login:' .. ARGV[3], 'manualId')
local function paused(ms, reason) return cjson.encode({ verdict = 'paused', ms = ms, reason = reason }) end
local function well() if p[7] then redis.call('HDEL', KEYS[1], 'illAt') end end
local function ill()
  local ms = tonumber(p[6] or '0')
  if p[7] then ms = ms + math.max(0, math.min(now - tonumber(p[7]), MAX_TICK_MS)) end
  redis.call('HSET', KEYS[1], 'illMs', ms, 'illAt', now)
end
local byHand = manual()
if byHand > now then
  well()
  return cjson.encode({ verdict = 'paused', ms = byHand - now, reason = 'manual', manualId = p[9] or cjson.null })
end
local reason, till = p[1], due(p[2], p[5] or MAX_REST_MS)
local ours = reason == 'unauthorized' and p[4] == ARGV[3]
local refused = refusal(p[8])
-- Another login than the one that Jira refused may be tried at once; this one rests whatever became of the others.
if refused and not ours and refused.till > now then
  ill()
  return paused(refused.till - now, 'unauthorized')
end
if reason and till > now and (reason ~= 'unauthorized' or ours) then
  ill()
  return paused(till - now, reason)
end
if reason == 'throttled' then
  redis.call('HDEL', KEYS[1], 'reason', 'why', 'until', 'failures', 'ms')
  reason = nil
end
if not reason and refused then reason = 'unauthorized' end
if reason then
  ill()
  local lease = due(p[3], LEASE_MS)
  if lease > now then return paused(math.min(lease - now, 500), reason) end
  redis.call('HSET', KEYS[1], 'lease', now + LEASE_MS)
  if refused then noteRefusal(ARGV[3], refused.failures, now, 0) end
  return cjson.encode({ verdict = 'probe', ms = 0, reason = reason })
end
well()
local kind = redis.call('HMGET', KEYS[4], 'until', 'ms')
local rest = due(kind[1], kind[2] or MAX_REST_MS)
if rest > now then return cjson.encode({ verdict = 'paused', ms = rest - now, reason = 'throttled', scope = 'endpoint' }) end
local block, held = blockOf(redis.call('HGET', KEYS[5], ARGV[6]), ARGV[7])
if held > 0 then
  return cjson.encode({ verdict = 'paused', ms = held, reason = 'blocked', scope = 'endpoint', said = block.said })
end
local rate = ARGV[5] == '1' and redis.call('HGET', KEYS[3], 'perSecond') or ARGV[1]
local step = 1000 / tonumber(rate)
local slot = math.max(due(redis.call('GET', KEYS[2]), ARGV[2] + step + SLOT_SLACK_MS), now - tonumber(ARGV[4]))
local wait = math.max(slot - now, 0)
if wait > tonumber(ARGV[2]) then return paused(wait - tonumber(ARGV[2]) / 2, 'rate') end
redis.call('SET', KEYS[2], slot + step, 'PX', math.ceil(wait + step + 60000))
if block and block.rests > 0 then take(KEYS[5], ARGV[6], block, ARGV[7]) end
return cjson.encode({ verdict = 'go', ms = wait, watched = block ~= nil })
