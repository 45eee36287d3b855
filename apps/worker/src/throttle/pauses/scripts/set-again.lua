-- KEYS pause, those that were ended · ARGV id, milliseconds, by, reason → 1, or 0 when it is over or another worker was faster.
--@include REDIS_CLOCK
--@include PAUSES
--@include ENDED
if isEnded(KEYS[2], ARGV[1]) or redis.call('HGET', KEYS[1], 'manualId') == ARGV[1] or manual() > now then return 0 end
redis.call('HSET', KEYS[1], 'manualId', ARGV[1], 'manualUntil', now + ARGV[2], 'manualMs', ARGV[2], 'manualBy', ARGV[3], 'manualReason', ARGV[4])
return 1
