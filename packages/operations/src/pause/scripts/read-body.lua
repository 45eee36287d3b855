--@include REDIS_CLOCK
--@include PAUSES
manual()
local function blockedKinds()
  local all, kinds = redis.call('HGETALL', KEYS[#KEYS]), {}
  for at = 1, #all, 2 do kinds[all[at]] = cjson.decode(all[at + 1]) end
  return kinds
end
local p = redis.call('HMGET', KEYS[1], 'manualUntil', 'manualBy', 'manualReason', 'reason', 'until', 'failures', 'login', 'ms', 'why')
local seen = { now = now, manual = cjson.null, jira = cjson.null }
if p[1] and tonumber(p[1]) > now then seen.manual = { ['until'] = tonumber(p[1]), by = p[2] or '', reason = p[3] or '' } end
-- The last key: kinds of requests that something before Jira answers (see the worker's blocked-kinds.ts).
for kind, block in pairs(blockedKinds()) do
  if block.rests > 0 then
    seen.blocked = seen.blocked or {}
    table.insert(seen.blocked, { kind = kind, ['until'] = due(block.till, block.ms), times = block.rests, said = block.said })
  end
end
if p[4] then seen.jira = { reason = p[4] == 'unauthorized' and p[9] == 'forbidden' and p[9] or p[4], ['until'] = due(p[5], p[8] or 4500000), failures = tonumber(p[6] or '0'), login = p[7] or '' } end
