/** Keeps what is known of objects in Redis. Only the attempt that holds the lane may write, as its fence proves. */

import { type IssueRef, olderFirst } from '@guance-jira/jira';
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
import { type Keys, lua, REDIS_CLOCK, type RedisClient, replicated, script, type Workspace } from '@guance-jira/queue';
import { z } from 'zod';
import { lookEveryMs } from '../../open-records.ts';

/** Version of the records of objects, which is raised apart from the ledger's; a newer one waits for an upgraded worker. */
export const STATE_VERSION = 2;
/** For people who look at the fault: of one that flaps for months, the newest. */
const EVENTS_LISTED = 500;

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
      const written = await replicated(redis, keys, waitReplicas, () =>
        WRITE(
          redis,
          [
            ...[object, keys.lane(objectKey), keys.fault(state.faultKey), recordKey, keys.openObjects],
            keys.faultEvents(state.faultKey),
          ],
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
            ...[recordKey.slice(keys.eventPrefix.length), EVENTS_LISTED],
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
      return { issues: found.sort(olderFirst), elsewhere };
    },
  };
}

const Opened = z.object({ site: z.string(), key: z.string(), route: z.string() });
const Text = z.string();
const Read = z.tuple([z.tuple([Text, Text, Text]), z.tuple([Text, Text, Text, Text, Text, Text, Text])]);
const Ended = z.custom<Settlement>((value) => typeof value === 'object' && value !== null && 'outcome' in value);

const READ = script(lua(new URL('./scripts/read.lua', import.meta.url)));

const WRITE = script(lua(new URL('./scripts/write.lua', import.meta.url), { REDIS_CLOCK }));

const END_UNOPENED = script(lua(new URL('./scripts/end-unopened.lua', import.meta.url)));
