-- KEYS ledger · ARGV epoch, 1 when no issue of ours existed at it → what stands: '' where another epoch has begun meanwhile. The first
-- answer stays: whoever asks later may see what was made since.
local r = redis.call('HMGET', KEYS[1], 'epoch', 'virgin')
if tonumber(r[1] or '0') ~= tonumber(ARGV[1]) then return '' end
if r[2] and r[2] ~= '' then return r[2] end
redis.call('HSET', KEYS[1], 'virgin', ARGV[2])
return ARGV[2]
