-- KEYS job ids by time · ARGV prefix of job keys, prefix of ledger records, id and score of the last one seen ('' for none), how many
-- to look at, how many are wanted, since, until, state, route, words of levels between commas, workspace, text, text as a job is named by
-- it (the last three in small letters; '' for any) → 1 at the end, how many were looked at, id and score of the last one, then the ids that fit, newest first.
-- Looks only at a bounded part, so that nobody waits behind a search: the caller asks on.
local jobs, records = ARGV[1], ARGV[2]
local wanted, since, untilAt = tonumber(ARGV[6]), ARGV[7], ARGV[8]
local state, route, levels, workspace, text, named = ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local readsJob = state ~= '' or route ~= '' or levels ~= '' or workspace ~= '' or text ~= ''

-- By place, not by score: many events may have come in one millisecond.
local function startAt()
  local after = 0
  if ARGV[3] ~= '' then
    local score = redis.call('ZSCORE', KEYS[1], ARGV[3])
    if score and tonumber(score) == tonumber(ARGV[4]) then
      after = redis.call('ZREVRANK', KEYS[1], ARGV[3]) + 1
    else
      after = redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[4], '+inf')
    end
  end
  if untilAt ~= '' then after = math.max(after, redis.call('ZCOUNT', KEYS[1], untilAt, '+inf')) end
  return after
end

local function stateOf(job, record)
  -- The job is removed or ends together with its outcome; one that waits again after a failure has the old outcome still.
  if job[1] and not job[2] and (not record[1] or record[1] == 'failed') then return 'waiting' end
  if record[1] then return record[1] end
  local given = job[3] and string.match(job[3], '"outcome":"(%l+)"')
  return given or (job[4] and 'failed') or 'unknown'
end

local function fits(id)
  local job = redis.call('HMGET', jobs .. id, 'name', 'finishedOn', 'returnvalue', 'failedReason', 'about')
  local record = redis.call('HMGET', records .. id, 'outcome', 'route', 'issueKey')
  if state ~= '' and stateOf(job, record) ~= state then return false end
  if route ~= '' and record[2] ~= route then
    if record[2] or not job[3] or not string.find(job[3], '"route":' .. cjson.encode(route), 1, true) then return false end
  end
  if levels == '' and workspace == '' and text == '' then return true end
  local _, level, uuid, name, object = string.match(job[5] or '', '^(.-)\n(.-)\n(.-)\n(.-)\n(.*)$')
  if levels ~= '' and not string.find(levels, ',' .. (level or '') .. ',', 1, true) then return false end
  if workspace ~= '' and not string.find(string.lower((uuid or '') .. '\n' .. (name or '')), workspace, 1, true) then return false end
  local all = string.lower(table.concat({ id, job[1] or '', object or '', record[3] or '' }, '\n'))
  if text == '' or string.find(all, text, 1, true) then return true end
  return named ~= '' and string.find(string.lower(job[1] or ''), named, 1, true) ~= nil
end

local from = startAt()
local found = redis.call('ZREVRANGE', KEYS[1], from, from + ARGV[5] - 1, 'WITHSCORES')
local answer = { #found < ARGV[5] * 2 and 1 or 0, 0, ARGV[3], ARGV[4] }
for i = 1, #found, 2 do
  if since ~= '' and tonumber(found[i + 1]) < tonumber(since) then
    answer[1] = 1
    break
  end
  answer[2] = answer[2] + 1
  answer[3], answer[4] = found[i], found[i + 1]
  if not readsJob or fits(found[i]) then
    answer[#answer + 1] = found[i]
    if #answer - 4 == wanted then
      if i + 2 <= #found then answer[1] = 0 end
      break
    end
  end
end
return answer
