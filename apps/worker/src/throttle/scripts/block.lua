-- KEYS blocked kinds of requests · ARGV kind, whose request it was ('' for no event's), signs needed, delays by number of rests (JSON), what was answered, kept for ms,
-- milliseconds for which a sign counts → how often in a row it has rested, where a rest began now; 0 for none.
--@include REDIS_CLOCK
--@include BLOCKED
local block = blockOf(redis.call('HGET', KEYS[1], ARGV[1]), '') or { signs = {}, at = 0, rests = 0, till = 0, ms = 0 }
local till = due(block.till, block.ms)
-- What was under way when the rest began says nothing new: it must not make it longer.
if block.rests > 0 and till > now then return 0 end
if block.rests == 0 then
  if block.at > now or block.at < now - ARGV[7] then block.signs = {} end
  local known = ARGV[2] == ''
  for _, sign in ipairs(block.signs) do known = known or sign == ARGV[2] end
  if not known then block.signs[#block.signs + 1] = ARGV[2] end
end
local ms = 0
if block.rests > 0 or #block.signs >= tonumber(ARGV[3]) then
  local delays = cjson.decode(ARGV[4])
  block.rests, block.signs = block.rests + 1, {}
  ms = delays[math.min(block.rests, #delays)]
end
block.at, block.till, block.ms, block.lease, block.of, block.said = now, now + ms, ms, 0, '', ARGV[5]
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(block))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return block.rests
