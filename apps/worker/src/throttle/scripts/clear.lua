-- KEYS pause · ARGV fingerprint of the login that works. Leaves a person's pause, and what is known of other logins.
return redis.call('HDEL', KEYS[1], 'reason', 'why', 'until', 'ms', 'failures', 'signs', 'signsUntil', 'lease', 'illAt', 'login:' .. ARGV[1])
