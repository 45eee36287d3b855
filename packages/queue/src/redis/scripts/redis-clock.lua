-- Begins a script: `now` in milliseconds, and `due(value, most)`, a stored time, or 0 where there is none. One that lies further
-- ahead than `most` milliseconds was written by another clock, and counts as now.
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function due(value, most)
  local at = tonumber(value or '0') or 0
  if at > now + tonumber(most) then return now end
  return at
end
