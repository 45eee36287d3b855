/**
 * Lua of throttle/circuit.ts. KEYS[1] is a hash: reason, why (`forbidden`: all is refused but the log-in), until, ms (its length), failures, login, signs, signsUntil, lease; manualUntil, manualMs,
 * manualId (see manual-pause.ts); illMs, illAt; and for each refused log-in `login:<fingerprint>`: failures, until, ms, apart by blanks.
 * Times are milliseconds of Redis's clock.
 */

import { PAUSES } from '@guance-jira/operations';
import { REDIS_CLOCK, script } from '@guance-jira/queue';

/** No rest that Jira's answers bring about is longer: an hour, and some spread. Records of older versions do not tell their length. */
const MAX_REST_MS = 4_500_000;
const LEASE_MS = 30_000;
const SIGNS_MS = 30_000;
/** Time between two looks that is longer than this was not spent waiting for Jira: nobody was at work. */
const MAX_TICK_MS = 10_000;
/** A slot further ahead than the longest wait, one step and this was given out by another clock. */
const SLOT_SLACK_MS = 5000;
/** What is known of a log-in that nobody has tried for so long is forgotten. */
const LOGIN_KEPT_MS = 86_400_000;

/**
 * KEYS pause, bucket, learnt rate, pause of this kind of request · ARGV requests a second, longest wait in ms, fingerprint of the log-in, burst in ms, 1 where the
 * learnt rate counts → {verdict, ms, reason, scope, manualId} as JSON.
 * The bucket holds the time at which the next request is due (GCRA). Slots that nobody took are not lost until they are older
 * than the burst: without it every hiccup of ours would lower the rate.
 * `illMs` counts the time in which Jira could not be used and somebody waited for it: neither a person's pause nor stopped workers.
 */
export const ADMIT = script(`
${REDIS_CLOCK}${PAUSES}
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'lease', 'login', 'ms', 'illMs', 'illAt', 'login:' .. ARGV[3], 'manualId')
local function paused(ms, reason) return cjson.encode({ verdict = 'paused', ms = ms, reason = reason }) end
local function well() if p[7] then redis.call('HDEL', KEYS[1], 'illAt') end end
local function ill()
  local ms = tonumber(p[6] or '0')
  if p[7] then ms = ms + math.max(0, math.min(now - tonumber(p[7]), ${MAX_TICK_MS})) end
  redis.call('HSET', KEYS[1], 'illMs', ms, 'illAt', now)
end
local held = manual()
if held > now then
  well()
  return cjson.encode({ verdict = 'paused', ms = held - now, reason = 'manual', manualId = p[9] or cjson.null })
end
local reason, till = p[1], due(p[2], p[5] or ${MAX_REST_MS})
local ours = reason == 'unauthorized' and p[4] == ARGV[3]
local refused = refusal(p[8])
-- Another log-in than the one that Jira refused may be tried at once; this one rests whatever became of the others.
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
  local lease = due(p[3], ${LEASE_MS})
  if lease > now then return paused(math.min(lease - now, 500), reason) end
  redis.call('HSET', KEYS[1], 'lease', now + ${LEASE_MS})
  if refused then noteRefusal(ARGV[3], refused.failures, now, 0) end
  return cjson.encode({ verdict = 'probe', ms = 0, reason = reason })
end
well()
local kind = redis.call('HMGET', KEYS[4], 'until', 'ms')
local rest = due(kind[1], kind[2] or ${MAX_REST_MS})
if rest > now then return cjson.encode({ verdict = 'paused', ms = rest - now, reason = 'throttled', scope = 'endpoint' }) end
local rate = ARGV[5] == '1' and redis.call('HGET', KEYS[3], 'perSecond') or ARGV[1]
local step = 1000 / tonumber(rate)
local slot = math.max(due(redis.call('GET', KEYS[2]), ARGV[2] + step + ${SLOT_SLACK_MS}), now - tonumber(ARGV[4]))
local wait = math.max(slot - now, 0)
if wait > tonumber(ARGV[2]) then return paused(wait - tonumber(ARGV[2]) / 2, 'rate') end
redis.call('SET', KEYS[2], slot + step, 'PX', math.ceil(wait + step + 60000))
return cjson.encode({ verdict = 'go', ms = wait })
`);

/**
 * KEYS pause, pause of this kind of request · ARGV fingerprint of the log-in → {ms, reason, scope} as JSON, ms 0 where requests may go on. For those who
 * were let go before, and have slept or asked something else since. What is due for a probe is not theirs to hold.
 */
export const RESTS = script(`
${REDIS_CLOCK}${PAUSES}
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'ms', 'login')
local held = manual()
if held > now then return cjson.encode({ ms = held - now, reason = 'manual' }) end
local till = due(p[2], p[3] or ${MAX_REST_MS})
if p[1] and till > now and (p[1] ~= 'unauthorized' or p[4] == ARGV[1]) then return cjson.encode({ ms = till - now, reason = p[1] }) end
local kind = redis.call('HMGET', KEYS[2], 'until', 'ms')
local rest = due(kind[1], kind[2] or ${MAX_REST_MS})
if rest > now then return cjson.encode({ ms = rest - now, reason = 'throttled', scope = 'endpoint' }) end
return cjson.encode({ ms = 0 })
`);

/**
 * KEYS pause · ARGV reason, signs needed, delays by number of failures (JSON), fingerprint of the log-in, why → the pause in milliseconds, 0 for none yet.
 * Refused log-ins are counted for each log-in until it succeeds, whatever lies between: an account is locked by their number.
 */
export const REPORT = script(`
${REDIS_CLOCK}${PAUSES}
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'failures', 'signs', 'signsUntil', 'login', 'ms', 'login:' .. ARGV[4])
local till = due(p[2], p[7] or ${MAX_REST_MS})
local same = p[1] == ARGV[1] and p[6] == ARGV[4]
local refused = ARGV[1] == 'unauthorized' and refusal(p[8]) or nil
redis.call('HDEL', KEYS[1], 'lease')
-- Requests that were under way when the pause began say nothing new: they must not make it longer.
if same and till > now and ARGV[1] ~= 'throttled' then return till - now end
if refused and not same and refused.till > now then return refused.till - now end
-- Nor may an outage end the rest of a refused log-in before its time.
if p[1] == 'unauthorized' and p[6] == ARGV[4] and ARGV[1] == 'unavailable' and till > now then return till - now end
if not p[1] and tonumber(ARGV[2]) > 1 then
  local signs = 1
  if due(p[5], ${SIGNS_MS}) > now then signs = tonumber(p[4] or '0') + 1 end
  redis.call('HSET', KEYS[1], 'signs', signs, 'signsUntil', now + ${SIGNS_MS})
  if signs < tonumber(ARGV[2]) then return 0 end
end
local delays = cjson.decode(ARGV[3])
local failures = 1
if same then failures = tonumber(p[3] or '0') + 1 end
if refused then failures = math.max(failures, refused.failures + 1) end
local ms = delays[math.min(failures, #delays)]
if p[1] and p[1] ~= ARGV[1] and p[1] == 'unauthorized' and ARGV[1] == 'throttled' then return ms end
local ends = math.max(now + ms, same and till or 0)
-- Older versions keep a refused log-in here alone.
if p[1] == 'unauthorized' and p[6] and redis.call('HEXISTS', KEYS[1], 'login:' .. p[6]) == 0 then
  noteRefusal(p[6], tonumber(p[3] or '1'), till, math.max(till - now, 0))
end
if ARGV[1] == 'unauthorized' then
  -- Log-ins that are long gone.
  local all = redis.call('HGETALL', KEYS[1])
  for at = 1, #all, 2 do
    local known = string.sub(all[at], 1, 6) == 'login:' and refusal(all[at + 1])
    if known and known.till < now - ${LOGIN_KEPT_MS} then redis.call('HDEL', KEYS[1], all[at]) end
  end
  noteRefusal(ARGV[4], failures, ends, ms)
end
redis.call('HSET', KEYS[1], 'reason', ARGV[1], 'why', ARGV[5], 'until', ends, 'ms', ends - now, 'failures', failures, 'login', ARGV[4])
return ms
`);

/**
 * KEYS pause, learnt rate, then pauses of kinds of requests · ARGV fingerprint of the log-in → {paused, perSecond} as JSON, where `paused` names the reasons,
 * comma separated.
 */
export const PEEK = script(`
${REDIS_CLOCK}${PAUSES}
local p = redis.call('HMGET', KEYS[1], 'reason', 'until', 'ms', 'login:' .. ARGV[1])
local paused = {}
if manual() > now then paused[#paused + 1] = 'manual' end
-- Illness lasts until a probe has found Jira well; a throttle ends by itself.
if p[1] and (p[1] ~= 'throttled' or due(p[2], p[3] or ${MAX_REST_MS}) > now) then paused[#paused + 1] = p[1] end
if p[4] and p[1] ~= 'unauthorized' then paused[#paused + 1] = 'unauthorized' end
for i = 3, #KEYS do
  local kind = redis.call('HMGET', KEYS[i], 'until', 'ms')
  if due(kind[1], kind[2] or ${MAX_REST_MS}) > now then paused[#paused + 1] = 'throttled' end
end
return cjson.encode({ paused = table.concat(paused, ','), perSecond = redis.call('HGET', KEYS[2], 'perSecond') or cjson.null })
`);

/** KEYS pause · ARGV fingerprint of the log-in that works. Leaves a person's pause, and what is known of other log-ins. */
export const CLEAR = script(`
return redis.call('HDEL', KEYS[1], 'reason', 'why', 'until', 'ms', 'failures', 'signs', 'signsUntil', 'lease', 'illAt', 'login:' .. ARGV[1])
`);
