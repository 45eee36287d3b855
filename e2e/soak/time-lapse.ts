import type { Stack } from '../harness/index.ts';

/** What would be forgotten after LEDGER_DAYS is forgotten after so long. */
const FORGET_AFTER_MS = 90_000;

const SHORTEN = `
local cursor, cut = '0', 0
repeat
  local page = redis.call('SCAN', cursor, 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    if redis.call('PTTL', key) > tonumber(ARGV[1]) then
      redis.call('PEXPIRE', key, ARGV[1])
      cut = cut + 1
    end
  end
until cursor == '0'
return cut`;

/**
 * The ledger keeps an event for days, so Redis grows for days by design. Here every key that has a time to live gets a short one:
 * what then still grows has none.
 */
export async function forgetSoon(stack: Stack): Promise<void> {
  await stack.redis.call('EVAL', SHORTEN, 0, FORGET_AFTER_MS);
}
