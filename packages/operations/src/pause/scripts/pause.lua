-- KEYS pause · ARGV milliseconds, by, reason, id
--@include REDIS_CLOCK
return redis.call('HSET', KEYS[1], 'manualUntil', now + ARGV[1], 'manualMs', ARGV[1], 'manualBy', ARGV[2], 'manualReason', ARGV[3], 'manualId', ARGV[4])
