-- Whether the job of a member has nothing to do any more. What is no member of ours has no job.
local function jobOf(member) return string.sub(member, ARRIVAL_DIGITS + 2) end
local function over(member, jobs)
  local job = jobOf(member)
  return redis.call('EXISTS', jobs .. job) == 0
    or redis.call('ZSCORE', jobs .. 'failed', job) or redis.call('ZSCORE', jobs .. 'completed', job)
end
