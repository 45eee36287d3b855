-- KEYS windows with work, window, ledger record of its issue · ARGV window as a member, the due time that it has, its next one, seconds to
-- keep → 1, or 0 when it has another by now. What was written to a window that was lost meanwhile gets an end: nobody looks at it again.
for at = 2, 3 do
  if redis.call('TTL', KEYS[at]) == -1 then redis.call('EXPIRE', KEYS[at], ARGV[4]) end
end
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
