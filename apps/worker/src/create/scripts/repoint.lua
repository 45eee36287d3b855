-- KEYS record · ARGV id that goes, id and key that stay. A record that has expired is not made anew.
if redis.call('HGET', KEYS[1], 'issueId') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'issueId', ARGV[2], 'issueKey', ARGV[3])
return 1
