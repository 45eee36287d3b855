/** What is known of a fault: the ledger's record, and the object while this fault is its last. */
import type { BackRecord, FaultState } from '@guance-jira/ledger';
import { readBack, stateOfText } from '@guance-jira/ledger';
import type { OpenedRedis } from '../opened-redis.ts';
import { type LedgerRecord, recordAt } from './records.ts';

export interface FaultFacts {
  /** Null where only the issue told of it, and the job that would is gone. */
  readonly faultKey: string | null;
  readonly record: LedgerRecord | null;
  /** What the worker knows of the object while this fault is its last. */
  readonly state: FaultState | null;
  /** What Guance was told of its issue; null where the route has no way back. */
  readonly back: BackRecord | null;
}

/**
 * Null when neither the ledger nor the object knows of such a fault.
 * @param byIssue the issue was asked for: where a later fault of the object has reopened it, that one is meant
 */
export async function faultOf(
  { faultKey, before, objectKey }: { faultKey: string | null; before: string | null; objectKey: string | null },
  { redis, keys }: OpenedRedis,
  given: LedgerRecord | null = null,
  byIssue = false,
): Promise<FaultFacts | null> {
  const kept = async (key: string | null) => (key === null ? null : recordAt(redis, keys.fault(key)));
  const record = given ?? (await kept(faultKey)) ?? (await kept(before));
  const text = objectKey === null ? null : await redis.hget(keys.object(objectKey), 'state');
  const state = text === null ? null : readable(text);
  const isSame = (one: FaultState) => faultKey === null || [faultKey, before].includes(one.faultKey);
  const isLater = (one: FaultState) => byIssue && record?.issueId !== undefined && one.issue?.id === record.issueId;
  const itsOwn = state !== null && (isSame(state) || isLater(state)) ? state : null;
  if (record === null && itsOwn === null) return null;
  const issueId = record?.issueId ?? itsOwn?.issue?.id;
  const site = record?.site;
  const back = issueId === undefined || site === undefined ? null : await readBack(redis, keys.back(site, issueId));
  return {
    faultKey: byIssue && itsOwn !== null ? itsOwn.faultKey : faultKey,
    record,
    state: itsOwn,
    back: back === 'newer' ? null : back,
  };
}

/** A newer version's state is shown as none. */
function readable(text: string): FaultState | null {
  try {
    return stateOfText(text);
  } catch {
    return null;
  }
}
