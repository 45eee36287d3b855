/** All that the records tell of one fault, for the page that tells its life. */
import type { BackRecord, FaultState } from '@guance-jira/ledger';
import { EventJob, jobIdFor, QUEUE_NAME } from '@guance-jira/queue';
import { type EventRow, readRows } from '../events/read-rows.ts';
import { faultOf } from '../find/fault-facts.ts';
import { belonging, type LedgerRecord } from '../find/records.ts';
import type { OpenedRedis } from '../opened-redis.ts';
import { stateIn } from './list-faults.ts';

/** So many of its events are shown at once. */
const FAULT_EVENTS_A_PAGE = 50;

export interface OneFault {
  readonly faultKey: string;
  /** Null where it got no issue of its own. */
  readonly record: LedgerRecord | null;
  /** Null where its object has had another fault since, or nothing is left that leads to it. */
  readonly state: FaultState | null;
  /** What Guance was told of its issue; null where the route has no way back. */
  readonly back: BackRecord | null;
  /** Newest first, the one that opened it last. What left no trace but a number (repeats in silence) is among them. */
  readonly events: readonly EventRow[];
  /** How many newer ones were passed over for this page. */
  readonly from: number;
  readonly more: boolean;
}

/**
 * Null when nothing tells of it.
 * @param object the end of the key of its object's record, where the caller knows it
 */
export async function oneFault(
  opened: OpenedRedis,
  faultKey: string,
  { object, from = 0 }: { object: string | null; from?: number },
): Promise<OneFault | null> {
  const { redis, keys } = opened;
  const given = object === null ? null : stateIn(await redis.hget(keys.objectPrefix + object, 'state'));
  const known = given?.faultKey === faultKey ? given : null;
  const fault = await faultOf({ faultKey, before: null, objectKey: null }, opened);
  const record = fault?.record ?? null;
  const list = keys.faultEvents(faultKey);
  const opener = record?.opener === undefined ? null : jobIdFor(record.opener);
  const [newest] = await redis.zrevrange(list, 0, 0);
  const state = known ?? (await stateBy([newest ?? null, opener], faultKey, opened));
  if (record === null && state === null && newest === undefined) return null;
  const ids = await redis.zrevrange(list, from, from + FAULT_EVENTS_A_PAGE);
  const shown = ids.slice(0, FAULT_EVENTS_A_PAGE);
  const more = ids.length > FAULT_EVENTS_A_PAGE;
  if (!more) {
    // The list is begun by the second event.
    const first = opener ?? (state === null ? null : jobIdFor(state.applied.eventId));
    if (first !== null && !shown.includes(first)) shown.push(first);
  }
  const rows = await readRows(opened, shown);
  return {
    faultKey,
    record,
    state,
    back: fault?.back ?? null,
    events: rows.filter(({ title, state }) => title !== null || state !== 'unknown'),
    from,
    more,
  };
}

/** By the job of one of its events, which names its object. */
async function stateBy(
  jobIds: readonly (string | null)[],
  faultKey: string,
  { redis, keys }: OpenedRedis,
): Promise<FaultState | null> {
  for (const jobId of jobIds) {
    if (jobId === null) continue;
    const text = await redis.hget(`${keys.bullPrefix}:${QUEUE_NAME}:${jobId}`, 'data');
    const job = text === null ? undefined : EventJob.safeParse(JSON.parse(text)).data;
    const objectKey = job === undefined ? null : (belonging(job)?.objectKey ?? null);
    const state = objectKey === null ? null : stateIn(await redis.hget(keys.object(objectKey), 'state'));
    if (state?.faultKey === faultKey) return state;
  }
  return null;
}
