-- KEYS rate → {was, now} as JSON; `was` is '' when nothing is known.
local t = redis.call('TIME')
return cjson.encode({ was = redis.call('HGET', KEYS[1], 'state') or '', now = t[1] * 1000 + math.floor(t[2] / 1000) })
