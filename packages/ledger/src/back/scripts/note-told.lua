-- KEYS record of an issue (hash) · ARGV field, text. Nothing where there is no record: it would have no end.
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 1
