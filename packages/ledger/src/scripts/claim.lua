-- KEYS record, ledger · ARGV version, site, route, token, epoch, beat, holder, seconds to keep it, workspace (if any) → {found, ...} as JSON. Takes
-- over a reservation, never a sent request. Each claim keeps the record on: whoever deletes the job leaves nothing for ever. `busy`: another event of the same fault is at it, and is given five seconds. `changed`: the ledger as a whole is not the one that the caller knows (see epoch.ts).
--@include NOW
local m = redis.call('HMGET', KEYS[2], 'epoch', 'beat')
if m[1] ~= ARGV[5] or tonumber(m[2]) < tonumber(ARGV[6]) then return cjson.encode({ found = 'changed' }) end
local r = redis.call('HMGET', KEYS[1], 'v', 'site', 'state', 'sentAt', 'answered', 'posts', 'issueId', 'issueKey', 'outcome', 'reason', 'route', 'forgotten', 'opener', 'holder', 'lease', 'ended', 'above', 'said')
local function answer(found)
  -- What another address of Jira was last sent for this record, its index may not show yet.
  if found.found == 'reserved' and r[12] == '1' and r[4] then found.sentAgoMs = now - due(r[4], 0) end
  found.now = now; found.posts = tonumber(r[6] or '0'); found.forgotten = r[12] == '1'; return cjson.encode(found)
end
if r[1] and tonumber(r[1]) > tonumber(ARGV[1]) then return answer({ found = 'newer' }) end
if r[9] and r[9] ~= 'failed' then
  return answer({ found = 'settled', outcome = r[9], issueId = r[7] or '', issueKey = r[8] or '', reason = r[10] or '', route = r[11] or '' })
end
if r[3] and r[3] ~= 'sent' and r[2] ~= ARGV[2] then
  redis.call('HSET', KEYS[1], 'site', ARGV[2], 'state', 'reserved', 'token', ARGV[4], 'forgotten', '1')
  redis.call('HDEL', KEYS[1], 'answered', 'ended', 'above', 'posts', 'issueId', 'issueKey')
  redis.call('EXPIRE', KEYS[1], ARGV[8])
  r[12] = '1'
  return answer({ found = 'reserved', fresh = false })
end
if r[3] == 'confirmed' then return answer({ found = 'confirmed', issueId = r[7], issueKey = r[8], opener = r[13] or '' }) end
local lease = due(r[15], 5000)
if r[14] and r[14] ~= ARGV[7] and lease > now then return answer({ found = 'busy', ms = lease - now }) end
if r[3] == 'sent' and r[2] ~= ARGV[2] then
  -- Perhaps the same Jira under another address, with our create still on its way: it stays sent, and since when. Keys of
  -- another Jira would tell nothing, so search alone decides.
  redis.call('HDEL', KEYS[1], 'above')
  r[17] = false
end
-- Sent by a clock that has been set back since: it counts as sent now, once, or nobody would look for it for hours.
for at, name in pairs({ [4] = 'sentAt', [5] = 'answered', [16] = 'ended' }) do
  if r[at] and due(r[at], 0) ~= tonumber(r[at]) then
    r[at] = now
    redis.call('HSET', KEYS[1], name, now)
  end
end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'site', ARGV[2], 'route', ARGV[3], 'token', ARGV[4], 'holder', ARGV[7], 'lease', now + 5000)
if ARGV[9] then redis.call('HSET', KEYS[1], 'ws', ARGV[9]) end
redis.call('EXPIRE', KEYS[1], ARGV[8])
if r[3] == 'sent' then return answer({ found = 'sent', sentAt = tonumber(r[4]), answeredAt = r[5] and tonumber(r[5]) or cjson.null, endedAt = r[16] and tonumber(r[16]) or cjson.null, above = r[17] or '{}', opener = r[13] or '', said = r[18] or '' }) end
redis.call('HSET', KEYS[1], 'state', 'reserved')
return answer({ found = 'reserved', fresh = not r[3] })
