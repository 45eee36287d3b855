-- KEYS ledger → the new epoch. Whether any issue exists is asked anew (`virgin`), see ledger/epoch.ts.
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], 'epoch', now, 'virgin', '')
return now
