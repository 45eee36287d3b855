-- Lua: `workspaceOf(data)` of a job's data, as text; false where it cannot be read.
local function workspaceOf(data)
  local read, job = pcall(cjson.decode, data)
  -- Half of an emoji, as a cut text has it, is no JSON for cjson; JSON.stringify writes only such halves so.
  if not read then read, job = pcall(cjson.decode, (string.gsub(data, '\\u[dD][89a-fA-F]%x%x', '\\u0020'))) end
  local event = read and type(job) == 'table' and job.event
  if type(event) ~= 'table' then return false end
  for _, name in ipairs(WORKSPACES) do
    local value = event[name]
    if type(value) == 'boolean' then value = tostring(value) end
    if type(value) == 'number' and value % 1 == 0 then value = string.format('%.0f', value) end
    if type(value) == 'string' and string.find(value, '%S') then
      if #value <= 64 and not string.find(value, '[^%w_-]') then return value end
      return redis.sha1hex(value)
    end
  end
  return ''
end
