-- KEYS job · ARGV most → how often it was being read when its worker ended or stood still. At the most the marks are taken away, so
-- that a retry by a person begins anew; a job that is gone meanwhile gets none.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local marks = tonumber(redis.call('HGET', KEYS[1], 'reading') or '0')
if marks >= tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], 'reading')
else redis.call('HINCRBY', KEYS[1], 'reading', 1) end
return marks
