/** What is known of a fault: the ledger's record, and the object while this fault is its last. */
import type { FaultState } from '@guance-jira/ledger';
import { stateOfText } from '@guance-jira/ledger';
import type { OpenedRedis } from '../opened-redis.ts';
import { type LedgerRecord, recordAt } from './records.ts';

export interface FaultFacts {
  /** Null where only the issue told of it, and the job that would is gone. */
  readonly faultKey: string | null;
  readonly record: LedgerRecord | null;
  /** What the worker knows of the object while this fault is its last. */
  readonly state: FaultState | null;
}

/** Null when neither the ledger nor the object knows of such a fault. */
export async function faultOf(
  { faultKey, before, objectKey }: { faultKey: string | null; before: string | null; objectKey: string | null },
  { redis, keys }: OpenedRedis,
  given: LedgerRecord | null = null,
): Promise<FaultFacts | null> {
  const kept = async (key: string | null) => (key === null ? null : recordAt(redis, keys.fault(key)));
  const record = given ?? (await kept(faultKey)) ?? (await kept(before));
  const text = objectKey === null ? null : await redis.hget(keys.object(objectKey), 'state');
  const state = text === null ? null : readable(text);
  const itsOwn = state !== null && (faultKey === null || [faultKey, before].includes(state.faultKey)) ? state : null;
  return record === null && itsOwn === null ? null : { faultKey, record, state: itsOwn };
}

/** A newer version's state is shown as none. */
function readable(text: string): FaultState | null {
  try {
    return stateOfText(text);
  } catch {
    return null;
  }
}
