/** All that is known of one event, for the page that tells its way. */
import { type ContextPart, contextParts, readContext } from '@guance-jira/ledger';
import { ABOUT_FIELD, AGAIN_FIELDS, EventJob, QUEUE_NAME, readAbout } from '@guance-jira/queue';
import { type FaultFacts, faultOf } from '../find/fault-facts.ts';
import { type EventFacts, eventFacts } from '../find/records.ts';
import type { OpenedRedis } from '../opened-redis.ts';
import { type EventRow, parsed, readRows } from './read-rows.ts';

export interface OneEvent {
  readonly jobId: string;
  readonly row: EventRow;
  readonly facts: EventFacts;
  /** Its fault, where its job still tells which. */
  readonly fault: FaultFacts | null;
  /** What the issue that it opened is given from Guance; nothing where its route has no `context`, or another event opened it. */
  readonly context: readonly ContextGiven[];
  /** As it was received; null when its job is gone, or is none that can be read. */
  readonly received: EventJob | null;
  /** By the clock of Redis, in milliseconds. */
  readonly queuedAt: number | null;
  /** Further deliveries of it, which changed nothing. */
  readonly again: { readonly times: number; readonly at: number } | null;
}

export interface ContextGiven {
  readonly part: ContextPart;
  readonly state: 'later' | 'added' | 'left_out';
  /** Why it was left out; else empty. */
  readonly reason: string;
}

/**
 * Null when neither queue nor ledger knows of it.
 * @param id of its job, with or without `ev_`
 */
export async function oneEvent(opened: OpenedRedis, id: string): Promise<OneEvent | null> {
  const { redis, keys, queue } = opened;
  const jobId = await jobIdOf(opened, id);
  const job = `${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`;
  const [data, about, times, againAt] = await redis.hmget(job, 'data', ABOUT_FIELD, ...AGAIN_FIELDS);
  const again = times == null ? null : { times: Number(times), at: Number(againAt) };
  const received = data == null ? null : (EventJob.safeParse(parsed(data)).data ?? null);
  const facts = await eventFacts(redis, keys, queue, received?.eventId ?? jobId.replace(/^ev_/, ''), jobId);
  const [row] = await readRows(opened, [jobId]);
  if (facts === null || row === undefined) return null;
  const fault = facts.belongs === null ? null : await faultOf(facts.belongs, opened);
  const context = await contextOf(opened, facts, fault);
  return { jobId, row, facts, fault, context, received, queuedAt: readAbout(about ?? '').queuedAt, again };
}

async function contextOf(
  { redis, keys }: OpenedRedis,
  { eventId, record }: EventFacts,
  fault: FaultFacts | null,
): Promise<ContextGiven[]> {
  const { site, issueId } = record?.issueId ? record : (fault?.record ?? {});
  const given = site === undefined || issueId === undefined ? null : await readContext({ redis, keys, site }, issueId);
  if (given === null || given.order.eventId !== eventId) return [];
  const { order, ends } = given;
  return contextParts
    .filter((part) => order[part] !== null)
    .map((part) => ({ part, state: ends[part]?.end ?? 'later', reason: ends[part]?.reason ?? '' }));
}

/**
 * Which job an address means: that of the event with this id, else the one of this id itself, as people copy it from the dashboard, as
 * a change in Jira has it, or as BullMQ numbers those that are added by hand.
 */
export async function jobIdOf({ redis, keys }: OpenedRedis, id: string): Promise<string> {
  const ofEvent = `ev_${id}`;
  if (!/^(ev_|jira_|\d+$)/.test(id)) return ofEvent;
  const known = await redis.exists(`${keys.bullPrefix}:${QUEUE_NAME}:${ofEvent}`, keys.record(ofEvent));
  return known > 0 ? ofEvent : id;
}
