/** What a person may name: an event, a fault, an issue, or the address of one. */
import { type ContextRecord, readContext } from '@guance-jira/ledger';
import type { JiraReader } from '../jira/reader.ts';
import type { OpenedRedis } from '../opened-redis.ts';
import { type FaultFacts, faultOf } from './fault-facts.ts';
import { type EventFacts, eventFacts, type LedgerRecord, recordAt } from './records.ts';

export interface Found extends FoundRecords {
  /** What the issue was given from Guance; null where its route has no `context`. */
  readonly context: ContextRecord | null;
}

interface FoundRecords {
  readonly event: EventFacts | null;
  readonly fault: FaultFacts | null;
  /** Events of other workspaces with the same id. */
  readonly namesakes: readonly EventFacts[];
  /** The issue that was asked for, where it is not the one that stands for the event: the second of two duplicates, or one that moved. */
  readonly askedIssue: string | null;
}

/** @param jira opens the way to Jira; asked only for an issue that Redis does not know */
export async function lookUp(
  asked: string,
  opened: OpenedRedis,
  site: string,
  jira: () => Promise<Pick<JiraReader, 'markerOf'> | null>,
): Promise<Found> {
  const found = await recordsOf(asked, opened, site, jira);
  const { site: from, issueId } = found.event?.record?.issueId ? found.event.record : (found.fault?.record ?? {});
  const { redis, keys } = opened;
  const isKnown = from !== undefined && issueId !== undefined;
  return { ...found, context: isKnown ? await readContext({ redis, keys, site: from }, issueId) : null };
}

async function recordsOf(
  asked: string,
  opened: OpenedRedis,
  site: string,
  jira: () => Promise<Pick<JiraReader, 'markerOf'> | null>,
): Promise<FoundRecords> {
  const { redis, keys, queue } = opened;
  const name = nameIn(asked);
  const issueKey = /^[A-Z][A-Z0-9_]*-\d+$/i.test(name) ? name.toUpperCase() : null;
  if (issueKey !== null) {
    const byIssue = await ofIssue(issueKey, opened, site, jira);
    if (byIssue !== null) return byIssue;
  }
  const event = await eventFacts(redis, keys, queue, name);
  const namesakes = await namesakesOf(name, opened);
  const record = await recordOf(name, event?.workspace ?? '', opened);
  if (event !== null && event.belongs !== null && record === null)
    return { event, fault: await faultOf(event.belongs, opened), namesakes, askedIssue: null };
  // A `df_fault_id` is the id of the fault's first event, so both may be meant.
  const opener = record === null || event !== null ? event : await openerOf(record, opened);
  const fault =
    record === null
      ? null
      : await faultOf(opener?.belongs ?? { faultKey: keyFor(name), before: null, objectKey: null }, opened, record);
  return { event, fault, namesakes, askedIssue: null };
}

async function ofIssue(
  issueKey: string,
  opened: OpenedRedis,
  site: string,
  jira: () => Promise<Pick<JiraReader, 'markerOf'> | null>,
): Promise<FoundRecords | null> {
  const { redis, keys, queue } = opened;
  const recordKey = await redis.get(keys.issue(site, issueKey));
  const record = recordKey === null ? null : await recordAt(redis, recordKey);
  // The record of an event has the issue of that event, the record of a fault that of the fault; both say who opened it.
  const jobId = recordKey?.startsWith(keys.eventPrefix) ? recordKey.slice(keys.eventPrefix.length) : undefined;
  const event = record === null ? null : await openerOf(record, opened, jobId);
  if (record !== null && event !== null) {
    const ofEvent = jobId !== undefined;
    const fault = ofEvent ? null : await faultOf(event.belongs ?? NOTHING_KNOWN, opened, record, true);
    return { event, fault, namesakes: [], askedIssue: record.issueKey === issueKey ? null : issueKey };
  }
  const marker = await (await jira())?.markerOf(issueKey);
  if (!marker) return null;
  const first = await eventFacts(redis, keys, queue, marker.eventId);
  const known = first ?? { eventId: marker.eventId, workspace: null, record: null, job: null, belongs: null };
  const fault = await faultOf(known.belongs ?? { faultKey: marker.faultKey, before: null, objectKey: null }, opened);
  const standing = known.record?.issueKey ?? fault?.record?.issueKey;
  return { event: known, fault, namesakes: [], askedIssue: standing === issueKey ? null : issueKey };
}

const NOTHING_KNOWN = { faultKey: null, before: null, objectKey: null };

async function openerOf(
  record: LedgerRecord,
  { redis, keys, queue }: OpenedRedis,
  jobId?: string,
): Promise<EventFacts | null> {
  const eventId = record.opener ?? record.holder;
  if (eventId === undefined) return null;
  const nothing = { eventId, workspace: null, record: null, job: null, belongs: null };
  return (await eventFacts(redis, keys, queue, eventId, jobId)) ?? nothing;
}

/** By its key, or by a `df_fault_id` of that workspace; 0.1 wrote the id alone. */
async function recordOf(name: string, workspace: string, { redis, keys }: OpenedRedis): Promise<LedgerRecord | null> {
  for (const key of [name, `${workspace}/fault/${keyFor(name)}`, keyFor(name)]) {
    const record = await recordAt(redis, keys.fault(key));
    if (record !== null) return record;
  }
  return null;
}

async function namesakesOf(eventId: string, { redis, keys, queue }: OpenedRedis): Promise<EventFacts[]> {
  const jobIds = await redis.smembers(keys.namesakes(eventId));
  const facts = await Promise.all(jobIds.sort().map((jobId) => eventFacts(redis, keys, queue, eventId, jobId)));
  return facts.filter((each) => each !== null);
}

/** A `df_fault_id` is written into the fault's key percent-encoded; a key is given as it stands in the log. */
function keyFor(name: string): string {
  return /%[0-9A-F]{2}|\//.test(name) ? name : encodeURIComponent(name.toWellFormed());
}

/** Job ids and addresses come from the dashboard and from Jira by copy and paste. */
function nameIn(asked: string): string {
  const text = asked.trim();
  const browse = /\/browse\/([A-Za-z][A-Za-z0-9_]*-\d+)/.exec(text)?.[1];
  return browse ?? text.replace(/^ev_(?=event-)/, '');
}
