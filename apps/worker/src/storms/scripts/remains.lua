-- KEYS window, list, standing, ledger record of its issue, windows with work, windows of the route · ARGV window as a member, its
-- start, 1 when its time is over, seconds to keep → what is left to do: list, wait (for the end of its time), over (all have recovered),
-- or rest: nothing until somebody adds or recovers a fault. `over` is final: later arrivals begin another window.
local total = redis.call('LLEN', KEYS[2])
if total > tonumber(redis.call('HGET', KEYS[1], 'told') or '0') then return 'list' end
if redis.call('HEXISTS', KEYS[1], 'over') == 1 then return 'over' end
if total > 0 and redis.call('SCARD', KEYS[3]) == 0 then
  if ARGV[3] ~= '1' then return 'wait' end
  redis.call('HSET', KEYS[1], 'over', '1')
  redis.call('ZREM', KEYS[6], ARGV[2])
  return 'over'
end
redis.call('ZREM', KEYS[5], ARGV[1])
redis.call('EXPIRE', KEYS[4], ARGV[4])
return 'rest'
