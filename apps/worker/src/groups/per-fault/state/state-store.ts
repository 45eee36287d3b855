/** Keeps what is known of objects in Redis. Only the attempt that holds the lane may write, as its fence proves. */

import type { IssueRef } from '@guance-jira/jira';
import type { FaultState } from '@guance-jira/ledger';
import {
  type LedgerOptions,
  ownerOfIssue,
  placeIn,
  RECORD_VERSION,
  type Settlement,
  type StormPlace,
  stateOfText,
  textOfState,
} from '@guance-jira/ledger';
import { type Keys, REDIS_CLOCK, type RedisClient, replicated, script, type Workspace } from '@guance-jira/queue';
import { z } from 'zod';
import { lookEveryMs } from '../../open-records.ts';

/** Version of the records of objects, which is raised apart from the ledger's; a newer one waits for an upgraded worker. */
export const STATE_VERSION = 2;
const REPLICAS_TIMEOUT_MS = 500;

export interface Known {
  /** A record tells of another Jira, or of the same by another address: its issue must be looked for. */
  elsewhere: boolean;
  state: FaultState | null;
  /** The issue of the event's own fault by the ledger, and the route that opened it. */
  faultIssue: (IssueRef & { route: string; opener?: string }) | null;
  /** A create for the event's own fault is under way, or its answer was lost. */
  sent: boolean;
}

/** What is written when an event ends: both or neither. */
export interface Ending {
  objectKey: string;
  fence: number;
  state: FaultState;
  /** Seconds for which it is kept; null while the issue is unresolved. */
  keepSeconds: number | null;
  /** Key of the event's own ledger record, and its end: a repeated attempt then only has to settle. */
  recordKey: string;
  settlement: Settlement | null;
}

/** A fault under `group: event`, by its key, and by the one that 0.1 gave it, which another workspace may have used too. */
export interface FaultNames {
  faultKey: string;
  before: string | null;
  workspace: Workspace;
}

export interface FaultStore {
  /** Null when a newer version has written it. */
  read(objectKey: string, faultKey: string): Promise<Known | null>;
  /** What attempts before this one have left: an end that was reached without settling the event, and its place in a storm. */
  leftBy(recordKey: string): Promise<{ end: Settlement | null; place: StormPlace | null }>;
  /** False: another attempt has taken the lane, so nothing was written. */
  write(ending: Ending): Promise<boolean>;
  /** An event of the fault has failed: what is known of a create that came to nothing is kept as long as that outcome. */
  endUnopened(faultKey: string): Promise<void>;
  /** Under `group: event`: an event of the fault has opened this issue. */
  addIssue(faultKey: string, issue: IssueRef, route: string): Promise<void>;
  /** The issues that events of the fault opened under `group: event`, oldest first, and whether others are known by another address of Jira. */
  issuesOf(fault: FaultNames): Promise<{ issues: (IssueRef & { route: string })[]; elsewhere: boolean }>;
}

export function createFaultStore(
  redis: RedisClient,
  keys: Keys,
  { site, waitReplicas, ledgerDays }: Pick<LedgerOptions, 'site' | 'waitReplicas' | 'ledgerDays'>,
): FaultStore {
  return {
    read: async (objectKey, faultKey) => {
      const [object, fault] = Read.parse(
        JSON.parse(String(await READ(redis, [keys.object(objectKey), keys.fault(faultKey)], []))),
      );
      if (Number(object[0]) > STATE_VERSION || Number(fault[0]) > RECORD_VERSION) return null;
      const [, faultSite, stage, id, key, route, opener] = fault;
      const ours = stage === 'confirmed' && faultSite === site;
      const isElsewhere = ([, at, stage]: readonly string[]) => stage !== '' && at !== '' && at !== site;
      return {
        elsewhere: isElsewhere(object) || isElsewhere(fault),
        // Ids of another Jira mean nothing here.
        state: object[1] === site ? stateOfText(object[2]) : null,
        sent: stage === 'sent',
        faultIssue: ours ? { id, key, route, ...(opener === '' ? {} : { opener }) } : null,
      };
    },
    leftBy: async (recordKey) => {
      const [end, place] = await redis.hmget(recordKey, 'end', 'storm');
      return { end: end ? Ended.parse(JSON.parse(end)) : null, place: placeIn(place) };
    },
    write: async ({ objectKey, fence, state, keepSeconds, recordKey, settlement }) => {
      const object = keys.object(objectKey);
      const written = await replicated(redis, keys, { wanted: waitReplicas, withinMs: REPLICAS_TIMEOUT_MS }, () =>
        WRITE(
          redis,
          [object, keys.lane(objectKey), keys.fault(state.faultKey), recordKey, keys.openObjects],
          [
            fence,
            STATE_VERSION,
            site,
            textOfState(state),
            keepSeconds ?? 0,
            settlement === null ? '' : JSON.stringify(settlement),
            state.issue === null ? 0 : 1,
            ledgerDays * 86_400,
            lookEveryMs(ledgerDays),
          ],
        ),
      );
      return written === 1;
    },
    endUnopened: async (faultKey) => void (await END_UNOPENED(redis, [keys.fault(faultKey)], [ledgerDays * 86_400])),
    addIssue: async (faultKey, { id, key }, route) => {
      const list = keys.issuesOf(faultKey);
      await redis.hset(list, id, JSON.stringify({ site, key, route }));
      await redis.expire(list, ledgerDays * 86_400);
    },
    issuesOf: async ({ faultKey, before, workspace }) => {
      let elsewhere = false;
      const listed = async (name: string) => {
        const all = Object.entries(await redis.hgetall(keys.issuesOf(name))).map(([id, text]) => ({
          id,
          ...Opened.parse(JSON.parse(text)),
        }));
        elsewhere ||= name === faultKey && all.some((issue) => issue.site !== site);
        return all.filter((issue) => issue.site === site);
      };
      const found = await listed(faultKey);
      for (const issue of before === null || before === faultKey ? [] : await listed(before)) {
        const owner = await ownerOfIssue(issue.key, { redis, keys, site });
        if (owner === null || owner === workspace) found.push(issue);
      }
      return { issues: found.sort((a, b) => Number(a.id) - Number(b.id)), elsewhere };
    },
  };
}

const Opened = z.object({ site: z.string(), key: z.string(), route: z.string() });
const Text = z.string();
const Read = z.tuple([z.tuple([Text, Text, Text]), z.tuple([Text, Text, Text, Text, Text, Text, Text])]);
const Ended = z.custom<Settlement>((value) => typeof value === 'object' && value !== null && 'outcome' in value);

/** KEYS object, fault → their fields as JSON, '' for what is missing. */
const READ = script(`
local function fields(key, ...)
  local values = redis.call('HMGET', key, ...)
  for at = 1, #values do values[at] = values[at] or '' end
  return values
end
return cjson.encode({
  fields(KEYS[1], 'v', 'site', 'state'),
  fields(KEYS[2], 'v', 'site', 'state', 'issueId', 'issueKey', 'route', 'opener'),
})
`);

/**
 * KEYS object, lane, fault, event's record, open objects · ARGV fence, version, site, state, seconds to keep (0: for ever), end ('' for none),
 * 1 where the fault has its issue, seconds to keep the record of the fault before it, milliseconds until an open issue is looked at
 * → 1, or 0 when the fence is an old one.
 */
const WRITE = script(`
${REDIS_CLOCK}
if redis.call('HGET', KEYS[2], 'fence') ~= ARGV[1] then return 0 end
-- By whose names: records without this are those of 0.1 (groups/per-fault/kept-as.ts). 3: and in the set of open ones, if it is open.
redis.call('HSET', KEYS[1], 'v', ARGV[2], 'site', ARGV[3], 'state', ARGV[4], 'names', '3')
if ARGV[5] == '0' then redis.call('ZADD', KEYS[5], now + ARGV[9], KEYS[1]) else redis.call('ZREM', KEYS[5], KEYS[1]) end
local function keep(key)
  if ARGV[5] == '0' then redis.call('PERSIST', key) else redis.call('EXPIRE', key, ARGV[5]) end
end
keep(KEYS[1])
-- Without an issue the fault's own record may still be at the opening of one, whatever becomes of the object's.
if ARGV[7] == '1' then
  keep(KEYS[3])
  -- The fault before may never have recovered; nobody will ask for it for ever.
  local before = redis.call('HGET', KEYS[1], 'fault')
  if before and before ~= KEYS[3] then redis.call('EXPIRE', before, ARGV[8]) end
  redis.call('HSET', KEYS[1], 'fault', KEYS[3])
end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[4], 'end', ARGV[6]) end
return 1
`);

/** KEYS fault · ARGV seconds to keep it. Whoever takes it up again keeps it for ever, as its claim does with every record. */
const END_UNOPENED = script(`
if redis.call('HGET', KEYS[1], 'state') == 'confirmed' then return 0 end
return redis.call('EXPIRE', KEYS[1], ARGV[1])
`);
