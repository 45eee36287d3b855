/** A storm's issue that a person deleted: what stood in its list is told once more in the next one, and events find that out. */
import type { IssueRef } from '@guance-jira/jira';
import { readMember, type StormWindow } from '@guance-jira/ledger';
import { type RedisClient, script } from '@guance-jira/queue';
import { z } from 'zod';

export interface DeletedLists {
  /** Which of so many entries are not to be told once more in another issue: they stand there no longer. */
  stale(window: StormWindow, from: number, count: number): Promise<boolean[]>;
  /** Its issue was deleted. When it was the first, all that stand in its list are told once more. Returns how many were. */
  relist(window: StormWindow, issue: IssueRef): Promise<number>;
  /** Where a fault stands that was listed in this issue: there, in the issue after it, or in none, as that one is gone. */
  whereListed(window: StormWindow, issue: IssueRef): Promise<{ issue: IssueRef; gone: boolean }>;
  /** Whether an event may look now if the issue still stands: a repeat does so rarely. */
  mayLook(window: StormWindow): Promise<boolean>;
  /** An event has found the issue gone. Who waits to be listed opens another, if anybody does. */
  noteUnseen(window: StormWindow, issue: IssueRef): Promise<void>;
}

/** @param base the key of a window */
export function deletedLists(redis: RedisClient, base: (window: StormWindow) => string): DeletedLists {
  return {
    stale: async (window, from, count) =>
      Flags.parse(
        await STALE(redis, [base(window), `${base(window)}:list`, `${base(window)}:standing`], [from, count]),
      ),
    relist: async (window, { id }) => Number(await RELIST(redis, [base(window)], [id])),
    whereListed: async (window, listedIn) => {
      const { issue, gone } = Where.parse(JSON.parse(String(await WHERE(redis, [base(window)], [listedIn.id]))));
      return { issue: (issue === '' ? null : readMember(Issue, issue)) ?? listedIn, gone };
    },
    mayLook: async (window) => (await redis.set(`${base(window)}:looked`, '1', 'PX', BETWEEN_LOOKS_MS, 'NX')) === 'OK',
    noteUnseen: async (window, { id }) => void (await UNSEEN(redis, [base(window)], [id])),
  };
}

/** Between two looks of repeats whether a window's issue still stands. */
const BETWEEN_LOOKS_MS = 10 * 60_000;

const Flags = z.array(z.number().transform((flag) => flag === 1));
const Where = z.object({ issue: z.string(), gone: z.boolean() });
const Issue = z.object({ id: z.string(), key: z.string() });

/** KEYS window · ARGV id of the issue. A window that is lost is not begun by this. */
const UNSEEN = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], 'unseen ' .. ARGV[1], '1')
`);

/**
 * KEYS window · ARGV id of its issue, which was deleted → how many of its issues were. When the first was, all is told once more.
 */
const RELIST = script(`
if redis.call('HSETNX', KEYS[1], 'gone ' .. ARGV[1], '1') == 1 and redis.call('HINCRBY', KEYS[1], 'gone', 1) == 1 then
  redis.call('HSET', KEYS[1], 'again', redis.call('HGET', KEYS[1], 'told') or '0', 'told', '0', 'given', '0')
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(name, 1, 8) == 'telling ' then redis.call('HDEL', KEYS[1], name) end
  end
end
return tonumber(redis.call('HGET', KEYS[1], 'gone'))
`);

/**
 * KEYS window, list, standing · ARGV from, how many → for each entry 1 when it is not to be told once more: it has recovered, has an issue
 * of its own, or stands further down again.
 */
const STALE = script(`
local from = tonumber(ARGV[1])
local again = tonumber(redis.call('HGET', KEYS[1], 'again') or '0')
local stale = {}
for at, text in ipairs(redis.call('LRANGE', KEYS[2], from, from + tonumber(ARGV[2]) - 1)) do
  local place = from + at - 1
  local ok, entry = pcall(cjson.decode, text)
  local drop = 0
  if place < again and ok and type(entry) == 'table' then
    local fault = type(entry.faultKey) == 'string' and entry.faultKey or nil
    if redis.call('SISMEMBER', KEYS[3], fault or 'event ' .. tostring(entry.eventId)) == 0 then drop = 1 end
    for _, later in ipairs(fault and { ' risen', ' anew' } or {}) do
      local other = tonumber(redis.call('HGET', KEYS[1], 'of ' .. fault .. later) or '')
      if other and other > place then drop = 1 end
    end
  end
  stale[at] = drop
end
return stale
`);

/**
 * KEYS window · ARGV id of the issue in which a fault was listed → {issue, gone}: the window's issue by now as JSON or '', and whether the
 * fault stands in none. While all is told once more it stands in the next one soon.
 */
const WHERE = script(`
local function isGone(id)
  return redis.call('HEXISTS', KEYS[1], 'gone ' .. id) == 1 or redis.call('HEXISTS', KEYS[1], 'unseen ' .. id) == 1
end
local w = redis.call('HMGET', KEYS[1], 'issue', 'told', 'again')
local ok, issue = pcall(cjson.decode, w[1] or '')
local id = ok and type(issue) == 'table' and tostring(issue.id) or ARGV[1]
local underWay = tonumber(w[2] or '0') < tonumber(w[3] or '0')
return cjson.encode({ issue = id ~= ARGV[1] and w[1] or '', gone = isGone(id) and not underWay })
`);
