-- KEYS object, open objects · ARGV state as it was read ('' for no record), seconds to live (0: for ever), milliseconds until the next look
--@include REDIS_CLOCK
local record = redis.call('HMGET', KEYS[1], 'state', 'fault')
if (record[1] or '') ~= ARGV[1] then return 0 end
if not record[1] then return redis.call('ZREM', KEYS[2], KEYS[1]) end
for _, key in ipairs({ KEYS[1], record[2] or nil }) do
  if ARGV[2] == '0' then redis.call('PERSIST', key)
  elseif redis.call('TTL', key) == -1 then redis.call('EXPIRE', key, ARGV[2]) end
end
return redis.call('ZADD', KEYS[2], now + ARGV[3], KEYS[1])
