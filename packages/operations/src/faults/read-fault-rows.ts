/** What a line of the list tells of a fault: from the record of its object, and its words from a job, while one is there. */
import type { FaultState } from '@guance-jira/ledger';
import { jobIdFor } from '@guance-jira/queue';
import { z } from 'zod';
import { readRows } from '../events/read-rows.ts';
import type { OpenedRedis } from '../opened-redis.ts';

export interface FaultRow {
  readonly faultKey: string;
  /** The end of the record's key: by this and the fault's key its page is found. */
  readonly object: string;
  readonly state: FaultState;
  /** Null when the jobs of its first and its newest event are gone. */
  readonly title: string | null;
  readonly workspace: string;
  /** What is watched, as tags. */
  readonly watched: string;
}

export async function readFaultRows(
  opened: OpenedRedis,
  found: readonly { readonly object: string; readonly state: FaultState }[],
): Promise<FaultRow[]> {
  const { redis, keys } = opened;
  const reads = redis.pipeline();
  for (const { state } of found) reads.hget(keys.fault(state.faultKey), 'opener');
  const openers = ((await reads.exec()) ?? []).map(([error, id]) => {
    if (error) throw error;
    return z.string().nullable().parse(id);
  });
  const ids = found.flatMap(({ state }, index) => {
    const newest = jobIdFor(state.applied.eventId);
    const opener = openers[index];
    return [opener == null ? newest : jobIdFor(opener), newest];
  });
  const rows = await readRows(opened, ids);
  return found.map(({ object, state }, index) => {
    // Its first event named the issue.
    const told = [rows[2 * index], rows[2 * index + 1]].find((row) => row !== undefined && row.title !== null);
    const { title = null, workspace = '', object: watched = '' } = told ?? {};
    return { faultKey: state.faultKey, object, state, title, workspace, watched };
  });
}
