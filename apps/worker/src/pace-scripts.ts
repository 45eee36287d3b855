/**
 * Lua of pace.ts. KEYS[1] is a hash: reason, until, failures, login, signs, signsUntil, lease, manualUntil. Times are
 * milliseconds of Redis's clock.
 */
import { script } from './script.ts';

const NOW = `local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/**
 * KEYS pause, bucket, learnt rate, pause of this kind of request · ARGV requests a second, longest wait in ms, fingerprint of the log-in, burst in ms, 1 where the
 * learnt rate counts → {verdict, ms, reason, scope} as JSON.
 * The bucket holds the time at which the next request is due (GCRA). Slots that nobody took are not lost until they are older
 * than the burst: without it every hiccup of ours would lower the rate.
 */
export const ADMIT = script(`
${NOW}
local p = redis.call('HMGET', KEYS[1], 'manualUntil', 'reason', 'until', 'lease', 'login')
local function paused(ms, reason) return cjson.encode({ verdict = 'paused', ms = ms, reason = reason }) end
if p[1] and tonumber(p[1]) > now then return paused(tonumber(p[1]) - now, 'manual') end
if p[2] then
  -- Another log-in than the one that Jira refused may be tried at once.
  local other = p[2] == 'unauthorized' and p[5] ~= ARGV[3]
  if tonumber(p[3]) > now and not other then return paused(tonumber(p[3]) - now, p[2]) end
  if p[2] == 'throttled' then
    redis.call('HDEL', KEYS[1], 'reason', 'until', 'failures')
  else
    if p[4] and tonumber(p[4]) > now then return paused(math.min(tonumber(p[4]) - now, 500), p[2]) end
    redis.call('HSET', KEYS[1], 'lease', now + 30000)
    return cjson.encode({ verdict = 'probe', ms = 0, reason = p[2] })
  end
end
local kind = tonumber(redis.call('HGET', KEYS[4], 'until') or '0')
if kind > now then return cjson.encode({ verdict = 'paused', ms = kind - now, reason = 'throttled', scope = 'endpoint' }) end
local rate = ARGV[5] == '1' and redis.call('HGET', KEYS[3], 'perSecond') or ARGV[1]
local step = 1000 / tonumber(rate)
local due = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), now - tonumber(ARGV[4]))
local wait = math.max(due - now, 0)
if wait > tonumber(ARGV[2]) then return paused(wait - tonumber(ARGV[2]) / 2, 'rate') end
redis.call('SET', KEYS[2], due + step, 'PX', math.ceil(wait + step + 60000))
return cjson.encode({ verdict = 'go', ms = wait })
`);

/** KEYS pause · ARGV reason, signs needed, delays by number of failures (JSON), fingerprint of the log-in → the pause in milliseconds, 0 for none yet. */
export const REPORT = script(`
${NOW}
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'failures', 'signs', 'signsUntil', 'login')
local same = p[1] == ARGV[1] and p[6] == ARGV[4]
redis.call('HDEL', KEYS[1], 'lease')
-- Requests that were under way when the pause began say nothing new: they must not make it longer.
if same and tonumber(p[2]) > now and ARGV[1] ~= 'throttled' then return tonumber(p[2]) - now end
if not p[1] and tonumber(ARGV[2]) > 1 then
  local signs = 1
  if p[5] and tonumber(p[5]) > now then signs = tonumber(p[4] or '0') + 1 end
  redis.call('HSET', KEYS[1], 'signs', signs, 'signsUntil', now + 30000)
  if signs < tonumber(ARGV[2]) then return 0 end
end
local delays = cjson.decode(ARGV[3])
local failures = 1
if same then failures = tonumber(p[3] or '0') + 1 end
local ms = delays[math.min(failures, #delays)]
if p[1] and p[1] ~= ARGV[1] and p[1] == 'unauthorized' and ARGV[1] == 'throttled' then return ms end
redis.call('HSET', KEYS[1], 'reason', ARGV[1], 'until', math.max(now + ms, same and tonumber(p[2]) or 0), 'failures', failures, 'login', ARGV[4])
return ms
`);

/** KEYS pause, learnt rate, then pauses of kinds of requests → {paused, perSecond} as JSON, where `paused` names the reasons, comma separated. */
export const PEEK = script(`
${NOW}
local p = redis.call('HMGET', KEYS[1], 'manualUntil', 'reason', 'until')
local paused = {}
if p[1] and tonumber(p[1]) > now then paused[#paused + 1] = 'manual' end
-- Illness lasts until a probe has found Jira well; a throttle ends by itself.
if p[2] and (p[2] ~= 'throttled' or tonumber(p[3]) > now) then paused[#paused + 1] = p[2] end
for i = 3, #KEYS do
  if tonumber(redis.call('HGET', KEYS[i], 'until') or '0') > now then paused[#paused + 1] = 'throttled' end
end
return cjson.encode({ paused = table.concat(paused, ','), perSecond = redis.call('HGET', KEYS[2], 'perSecond') or cjson.null })
`);

/** KEYS pause. Leaves a person's pause. */
export const CLEAR = script(`
return redis.call('HDEL', KEYS[1], 'reason', 'until', 'failures', 'signs', 'signsUntil', 'lease')
`);
