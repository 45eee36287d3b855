-- KEYS pause, those that were ended · ARGV milliseconds, by, reason, id
--@include REDIS_CLOCK
--@include ENDED
noteEnded(KEYS[2], redis.call('HGET', KEYS[1], 'manualId') or nil)
return redis.call('HSET', KEYS[1], 'manualUntil', now + ARGV[1], 'manualMs', ARGV[1], 'manualBy', ARGV[2], 'manualReason', ARGV[3], 'manualId', ARGV[4])
