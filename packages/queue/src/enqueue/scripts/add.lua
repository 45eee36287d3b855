-- KEYS meta of the queue, which says where all others live, the newest events by time · ARGV prefix of BullMQ's keys, prefix of the ledger's, prefix of the
-- namesakes' and of the counts by hour, then for each event: job id, job id where another workspace has that one, workspace, name, data, options as JSON,
-- priority (0 for none), time, what it is about (about-event.ts; '' for what is no alert: neither counted nor among the newest) → for
-- each event 1 when a job, or an outcome other than failed, exists, else 0.
-- Written after addStandardJob and addPrioritizedJob of BullMQ 6.7.0, less what our jobs never have: parents, delays, repeats.
-- Ours besides: `about`, `again` and `againAt` of the job, which BullMQ neither reads nor touches and removes with it, and its place among the newest.
--@include WORKSPACE_OF
local jobs = ARGV[1]
local meta, events = jobs .. 'meta', jobs .. 'events'
local function maxEvents()
  local most = redis.call('HGET', meta, 'opts.maxLenEvents')
  if not most then
    most = 10000
    redis.call('HSET', meta, 'opts.maxLenEvents', most)
  end
  return most
end
local function isKnown(id)
  local outcome = redis.call('HGET', ARGV[2] .. id, 'outcome')
  -- Nobody has the alert of a failed event whose job is gone: whoever delivers it again gives it another try.
  return redis.call('EXISTS', jobs .. id) == 1 or (outcome and outcome ~= 'failed')
end
-- The workspace that has the plain id, false for none. A record of 0.1 tells none; while its job is there that does, and
-- then it is the workspace that asks first.
local function ownerOf(id, asks)
  local record = ARGV[2] .. id
  local r = redis.call('HMGET', record, 'ws', 'outcome')
  if r[1] then return r[1] end
  local before = redis.call('HGET', jobs .. id, 'data')
  if before then return workspaceOf(before) or asks end
  if not r[2] then return false end
  redis.call('HSET', record, 'ws', asks)
  return asks
end
-- Where the event goes, nil when it is known; and where it is then.
local function placeFor(id, scoped, asks)
  if redis.call('EXISTS', jobs .. scoped, ARGV[2] .. scoped) > 0 then return not isKnown(scoped) and scoped or nil, scoped end
  local owner = ownerOf(id, asks)
  if not owner or owner == asks then return not isKnown(id) and id or nil, id end
  local namesakes = ARGV[3] .. id
  redis.call('SADD', namesakes, scoped)
  redis.call('EXPIRE', namesakes, NAMESAKES_KEPT_S)
  return scoped
end
-- For people who ask what became of a further delivery.
local function countAgain(id, now)
  local job = jobs .. id
  if redis.call('EXISTS', job) == 0 then return end
  redis.call('HINCRBY', job, 'again', 1)
  redis.call('HSET', job, 'againAt', now)
end
local known, seen, added, alerts, most = {}, {}, 0, 0, nil
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
for i = 5, #ARGV, 9 do
  local name, data, opts, priority = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
  local id, there = placeFor(ARGV[i], ARGV[i + 1], ARGV[i + 2])
  if not id then
    countAgain(there, now)
    known[#known + 1] = 1
  else
    local job = jobs .. id
    if id ~= ARGV[i] then
      local from, to = string.find(opts, '"' .. ARGV[i] .. '"', 1, true)
      opts = string.sub(opts, 1, from) .. id .. string.sub(opts, to)
    end
    most = most or maxEvents()
    if ARGV[i + 8] == '' then
      redis.call('HSET', job, 'name', name, 'data', data, 'opts', opts, 'timestamp', ARGV[i + 7], 'delay', 0, 'priority', priority)
    else
      redis.call('HSET', job, 'name', name, 'data', data, 'opts', opts, 'timestamp', ARGV[i + 7], 'delay', 0, 'priority', priority, 'about', now .. '\n' .. ARGV[i + 8])
      seen[#seen + 1] = ARGV[i + 7]
      seen[#seen + 1] = id
      alerts = alerts + 1
    end
    redis.call('XADD', events, '*', 'event', 'added', 'jobId', id, 'name', name)
    if priority == '0' then
      redis.call('LPUSH', jobs .. 'wait', id)
    else
      local place = redis.call('INCR', jobs .. 'pc') % 0x100000000
      redis.call('ZADD', jobs .. 'prioritized', priority * 0x100000000 + place, id)
    end
    redis.call('XADD', events, 'MAXLEN', '~', most, '*', 'event', 'waiting', 'jobId', id)
    added = added + 1
    known[#known + 1] = 0
  end
end
if added > 0 then
  redis.call('INCRBY', jobs .. 'id', added)
  if alerts > 0 then
    local tally = ARGV[4] .. math.floor(now / 3600000)
    redis.call('HINCRBY', tally, math.floor(now % 3600000 / 60000) .. ':received', alerts)
    redis.call('EXPIRE', tally, TALLY_KEPT_S)
    redis.call('ZADD', KEYS[2], unpack(seen))
    redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -(MAX_SEEN + 1))
  end
  local state = redis.call('HMGET', meta, 'paused', 'concurrency')
  local full = state[2] and redis.call('LLEN', jobs .. 'active') >= tonumber(state[2])
  -- The marker wakes a worker that waits for jobs.
  if not state[1] and not full then redis.call('ZADD', jobs .. 'marker', 0, '0') end
end
return known
