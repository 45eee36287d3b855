/** What must not stay in Redis when all has its outcome. */
import { keysFor } from '@guance-jira/queue';
import type { Stack } from '../../harness/index.ts';
import type { Problem } from '../deliver/alerts.ts';

/** Records without an end, and storms that are looked at for ever. */
export async function leftovers(stack: Stack): Promise<Problem[]> {
  const { stormsOpen } = keysFor(stack.prefix);
  const keys = await stack.redis.call('EVAL', ENDLESS, 0, `{${stack.prefix}}:`);
  const windows = await stack.redis.call('ZRANGE', stormsOpen, 0, -1);
  return [
    ...texts(keys).map((key) => ({ alert: null, text: `a record without an end: ${key}` })),
    ...texts(windows).map((window) => ({
      alert: null,
      text: `a storm with nothing to do is still looked at: ${window}`,
    })),
  ];
}

function texts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}

/** The record of an event ends with its outcome's days; that of a fault may stay while its issue is open. */
const ENDLESS = `
local endless = {}
for _, kind in ipairs({ 'ledger:', 'fault:', 'lane:', 'storm:', 'issue:', 'bucket:', 'namesakes:' }) do
  for _, key in ipairs(redis.call('KEYS', ARGV[1] .. kind .. '*')) do
    if redis.call('PTTL', key) == -1 then
      local stands = kind == 'fault:' and redis.call('TYPE', key).ok == 'hash' and redis.call('HGET', key, 'state') == 'confirmed'
      if not stands then endless[#endless + 1] = key end
    end
  end
end
return endless`;
