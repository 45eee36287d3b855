-- KEYS active jobs, look for stalled ones · ARGV prefix of job keys, lock ms, look ms → how many were shortened.
local shortened = 0
local function shorten(key, ms)
  if redis.call('PTTL', key) <= tonumber(ms) then return end
  redis.call('PEXPIRE', key, ms)
  shortened = shortened + 1
end
shorten(KEYS[2], ARGV[3])
for _, job in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do shorten(ARGV[1] .. job .. ':lock', ARGV[2]) end
return shortened
