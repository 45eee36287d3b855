-- KEYS fault · ARGV seconds to keep it. Whoever takes it up again keeps it longer, as its claim does with every record.
if redis.call('HGET', KEYS[1], 'state') == 'confirmed' then return 0 end
return redis.call('EXPIRE', KEYS[1], ARGV[1])
