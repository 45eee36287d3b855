-- `blockOf(text, whose)`: what is known of a kind of request that something else than Jira answers, and for how many milliseconds nobody but the holder of the
-- lease may ask, 0 for none. Behind REDIS_CLOCK. The text is JSON: signs (whose answers came in a row), at, rests (how often in a row), till, ms, lease, of, said.
local function blockOf(text, whose)
  if not text then return nil, 0 end
  local block = cjson.decode(text)
  if block.rests == 0 then return block, 0 end
  local till = due(block.till, block.ms)
  if till > now then return block, till - now end
  local lease = due(block.lease, LEASE_MS)
  if lease > now and (whose == '' or block.of ~= whose) then return block, math.min(lease - now, UNDER_TRIAL_MS) end
  return block, 0
end
local function take(key, kind, block, whose)
  block.lease, block.of = now + LEASE_MS, whose
  redis.call('HSET', key, kind, cjson.encode(block))
end
