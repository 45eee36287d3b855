-- KEYS pause · ARGV fingerprint of the log-in that works. Leaves a person's pause, and what is known of other log-ins.
return redis.call('HDEL', KEYS[1], 'reason', 'why', 'until', 'ms', 'failures', 'signs', 'signsUntil', 'lease', 'illAt', 'login:' .. ARGV[1])
