/**
 * Lua that keeps the highest issue key known of a project. It only rises, but for a Jira that was restored from a backup, where
 * numbers begin again far below. One that is too low costs a longer range to read; one that is too high would hide our issue.
 */
import { script } from '@guance-jira/queue';

/** So far apart two creates of one time cannot be. */
const FAR_BELOW = 500;
const KEEP_SECONDS = 90 * 86_400;

/** Defines `teach(hash, project, key)`. */
export const TEACH = `
local function teach(hash, project, key)
  local prefix, number = string.match(key, '^(.+)-(%d+)$')
  local known = redis.call('HGET', hash, project)
  local before, most = string.match(known or '', '^(.+)-(%d+)$')
  number, most = tonumber(number), tonumber(most)
  if most and before == prefix and number <= most and number >= most - ${FAR_BELOW} then return end
  redis.call('HSET', hash, project, key)
  redis.call('EXPIRE', hash, ${KEEP_SECONDS})
end
`;

/** KEYS highest keys · ARGV project, key. */
export const LEARN = script(`
${TEACH}
teach(KEYS[1], ARGV[1], ARGV[2])
`);
