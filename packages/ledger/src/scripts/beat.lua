-- KEYS ledger, accounts · ARGV known epoch, known beat (0 at start), stale ms, saw an issue or knew a ledger before, replication id, id of the replaced master, site,
-- worker's now, accounts (JSON: of each its id and when it was used). Counts the heartbeat up, and begins a new epoch where the data
-- cannot be what it was, or speaks of another site: its issues are known by ids that mean nothing here. While two sites are in use, as
-- during a change worker by worker, each is known.
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
local r = redis.call('HMGET', KEYS[1], 'epoch', 'beat', 'beatAt', 'virgin', 'replid')
local knownEpoch, knownBeat = tonumber(ARGV[1]), tonumber(ARGV[2])
local beat = tonumber(r[2] or '0')
local renewed = ''
if not r[1] then renewed = knownEpoch > 0 and 'wiped' or 'empty'
-- A beat of a time to come is by another clock, and tells nothing of how old this copy is.
elseif knownBeat == 0 and math.abs(now - tonumber(r[3] or '0')) > tonumber(ARGV[3]) then renewed = 'stale'
elseif ARGV[6] ~= '' and r[5] == ARGV[6] then renewed = 'failover'
elseif beat < knownBeat and tonumber(r[1]) <= knownEpoch then renewed = 'restored' end
local sites = {}
local kept = redis.call('HGET', KEYS[1], 'sites')
if kept then sites = cjson.decode(kept) end
local here = sites[ARGV[7]]
if renewed == '' and next(sites) and (not here or now - here > tonumber(ARGV[3])) then
  for site, at in pairs(sites) do
    -- Its own last beat may be long ago because nobody worked: then no other has been here since.
    if site ~= ARGV[7] and (not here or at > here) then renewed = 'moved' end
  end
end
for site, at in pairs(sites) do
  -- Written by a clock that has been set back since.
  if at > now then sites[site] = now end
  if now - at > SITES_KEPT_MS then sites[site] = nil end
end
sites[ARGV[7]] = now
redis.call('HSET', KEYS[1], 'sites', cjson.encode(sites))
-- The field's name is that of the first version, since records stay as they are.
local epoch, isFirst = tonumber(r[1] or '0'), r[4] or ''
-- Nothing can be whole only since a time to come: the clock has been set back, and an empty look would not count until then.
if epoch > now then
  epoch = now
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
if renewed ~= '' then
  epoch = now
  isFirst = (ARGV[4] == '1') and '0' or ''
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'virgin', isFirst, 'epochHere', ARGV[8])
end
-- Another worker has begun this epoch, and found nothing of ours; this one knew a ledger before it.
if renewed == '' and knownEpoch > 0 and knownEpoch < epoch and isFirst == '1' then
  isFirst = '0'
  redis.call('HSET', KEYS[1], 'virgin', isFirst)
end
-- Together with the epoch: nobody who learns that something was lost asks Jira without them.
local lost = 0
for _, account in ipairs(cjson.decode(ARGV[9])) do
  lost = lost + redis.call('ZADD', KEYS[2], 'NX', account[2], account[1])
end
if lost > 0 and isFirst == '1' then
  -- Whoever found nothing of ours asked for less than all: it is asked again.
  isFirst = ''
  redis.call('HSET', KEYS[1], 'virgin', isFirst)
end
beat = math.max(beat, knownBeat) + 1
redis.call('HSET', KEYS[1], 'beat', beat, 'beatAt', now, 'replid', ARGV[5])
return cjson.encode({ epoch = epoch, beat = beat, now = now, isFirstInstall = isFirst, renewed = renewed,
  epochHere = tonumber(redis.call('HGET', KEYS[1], 'epochHere') or '0') })
