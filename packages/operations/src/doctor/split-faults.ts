/** Faults of which several issues were made, as their route groups by event: what people take for duplicates. */
import { EventUnreadable, type Rules, readAlert, routeFor } from '@guance-jira/mapping';
import { type EventJob, jobIdFor } from '@guance-jira/queue';
import { newestJobs } from '../events/newest-jobs.ts';
import { readRows } from '../events/read-rows.ts';
import type { OpenedRedis } from '../opened-redis.ts';

export interface SplitFaults {
  /** Of the fault that has most. */
  readonly issues: readonly string[];
  readonly route: string;
  /** How many faults have more than one. */
  readonly faults: number;
}

/** So many of the newest events are looked at. */
const LOOKED_AT = 500;

/** Null where each fault has one issue, or none. */
export async function splitFaults(opened: OpenedRedis, rules: Rules): Promise<SplitFaults | null> {
  const jobs = await newestJobs(opened, LOOKED_AT);
  const byFault = Map.groupBy(
    jobs.flatMap((job) => byEvent(job, rules)),
    ({ faultKey }) => faultKey,
  );
  const repeated = [...byFault.values()].filter((events) => events.length > 1);
  const rows = await readRows(
    opened,
    repeated.flat().map(({ jobId }) => jobId),
  );
  const issueOf = new Map(rows.map(({ id, state, issueKey }) => [`ev_${id}`, state === 'created' ? issueKey : null]));
  const split = repeated
    .map((events) => ({
      route: events[0]?.route ?? '',
      // Oldest first.
      issues: [...new Set(events.map(({ jobId }) => issueOf.get(jobId)).filter((key) => key != null))].reverse(),
    }))
    .filter(({ issues }) => issues.length > 1)
    .sort((a, b) => b.issues.length - a.issues.length);
  const [most] = split;
  return most === undefined ? null : { ...most, faults: split.length };
}

function byEvent(job: EventJob, rules: Rules): { faultKey: string; jobId: string; route: string }[] {
  try {
    const event = readAlert(job.event, job);
    const route = event.notice || event.recovered ? null : routeFor(event, rules);
    if (route?.kind !== 'issue' || route.group !== 'event') return [];
    return [{ faultKey: event.faultKey, jobId: jobIdFor(job.eventId), route: route.name }];
  } catch (error) {
    if (error instanceof EventUnreadable) return [];
    throw error;
  }
}
