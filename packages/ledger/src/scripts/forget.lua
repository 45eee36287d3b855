-- KEYS record · ARGV issue id. The issue is gone, so the record begins anew, for anyone; one that holds another issue stays.
if redis.call('HGET', KEYS[1], 'issueId') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'state', 'reserved', 'posts', 0)
return redis.call('HDEL', KEYS[1], 'issueId', 'issueKey', 'sentAt', 'answered', 'ended', 'above', 'opener', 'holder', 'lease')
