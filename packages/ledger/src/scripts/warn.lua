-- KEYS record · ARGV warnings. They belong to an outcome, which must stand; those of the attempt that brought it about stay when the event comes again.
if redis.call('HEXISTS', KEYS[1], 'outcome') == 0 then return 0 end
return redis.call('HSETNX', KEYS[1], 'warnings', ARGV[1])
