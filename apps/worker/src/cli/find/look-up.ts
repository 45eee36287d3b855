/** What a person may name: an event, a fault, an issue, or the address of one. */
import type { Keys } from '@guance-jira/queue';
import type { JiraReader } from '../jira/reader.ts';
import type { OpenedRedis } from '../open-redis.ts';
import { type EventFacts, eventFacts, type LedgerRecord, recordAt } from './records.ts';

export interface FaultFacts {
  readonly faultKey: string;
  readonly record: LedgerRecord;
}

export interface Found {
  readonly event: EventFacts | null;
  readonly fault: FaultFacts | null;
  /** The issue that was asked for, where it is not the one that stands for the event: the second of twins, or one that moved. */
  readonly askedIssue: string | null;
}

/** @param jira opens the way to Jira; asked only for an issue that Redis does not know */
export async function lookUp(
  asked: string,
  { redis, keys, queue }: OpenedRedis,
  site: string,
  jira: () => Promise<Pick<JiraReader, 'markerOf'> | null>,
): Promise<Found> {
  const name = nameIn(asked);
  const issueKey = /^[A-Z][A-Z0-9_]*-\d+$/i.test(name) ? name.toUpperCase() : null;
  if (issueKey !== null) {
    const byIssue = await ofIssue(issueKey, { redis, keys, queue }, site, jira);
    if (byIssue !== null) return byIssue;
  }
  const event = await eventFacts(redis, keys, queue, name);
  const fault = await faultOf(name, redis, keys);
  return { event, fault, askedIssue: null };
}

async function ofIssue(
  issueKey: string,
  { redis, keys, queue }: OpenedRedis,
  site: string,
  jira: () => Promise<Pick<JiraReader, 'markerOf'> | null>,
): Promise<Found | null> {
  const recordKey = await redis.get(keys.issue(site, issueKey));
  const record = recordKey === null ? null : await recordAt(redis, recordKey);
  // The record of an event has the issue of that event, the record of a fault that of the fault; both say who opened it.
  const opener = record?.opener ?? record?.holder;
  if (record !== null && opener !== undefined) {
    const event = await eventFacts(redis, keys, queue, opener);
    const fault = recordKey === keys.event(opener) ? null : { faultKey: '', record };
    return { event, fault, askedIssue: record.issueKey === issueKey ? null : issueKey };
  }
  const marker = await (await jira())?.markerOf(issueKey);
  if (!marker) return null;
  const event = await eventFacts(redis, keys, queue, marker.eventId);
  const fault = await faultOf(marker.faultKey, redis, keys);
  const standing = event?.record?.issueKey ?? fault?.record.issueKey;
  return {
    event: event ?? { eventId: marker.eventId, record: null, job: null },
    fault,
    askedIssue: standing === issueKey ? null : issueKey,
  };
}

/** A `df_fault_id` is written into the fault's key percent-encoded. */
async function faultOf(name: string, redis: OpenedRedis['redis'], keys: Keys): Promise<FaultFacts | null> {
  for (const faultKey of new Set([name, encodeURIComponent(name.toWellFormed())])) {
    const record = await recordAt(redis, keys.fault(faultKey));
    if (record !== null) return { faultKey, record };
  }
  return null;
}

/** Job ids and addresses come from the dashboard and from Jira by copy and paste. */
function nameIn(asked: string): string {
  const text = asked.trim();
  const browse = /\/browse\/([A-Za-z][A-Za-z0-9_]*-\d+)/.exec(text)?.[1];
  return browse ?? text.replace(/^ev_(?=event-)/, '');
}
