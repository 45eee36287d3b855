/** The names of all keys in Redis. One hash tag puts them into one Cluster slot, so that one script may change several. */
import { createHash } from 'node:crypto';
import { jobIdFor, QUEUE_NAME } from './contract.ts';

export interface Keys {
  /** Prefix for BullMQ: its keys start with `{prefix}:events:`. */
  readonly bullPrefix: string;
  job(eventId: string): string;
  /** Ledger record of an event, a hash: `eventPrefix` and the job id. */
  event(eventId: string): string;
  readonly eventPrefix: string;
  /** Ledger record of a fault, a hash. */
  fault(faultKey: string): string;
  /** Fields of the ledger as a whole: its epoch, heartbeat and replication id. */
  readonly ledger: string;
  /** Why and until when requests to one Jira rest. */
  pause(site: string): string;
  /** Tokens left for requests to one Jira. */
  bucket(site: string): string;
  /** Lock, fence and waiting events of one object. */
  lane(objectKey: string): string;
  /** Events whose markers must be looked at once more, by due time. */
  readonly checks: string;
}

/** @param prefix `REDIS_PREFIX`; stacks with different prefixes share a Redis without seeing each other. */
export function keysFor(prefix: string): Keys {
  const tag = `{${prefix}}`;
  const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
  return {
    bullPrefix: tag,
    job: (eventId) => `${tag}:${QUEUE_NAME}:${jobIdFor(eventId)}`,
    event: (eventId) => `${tag}:ledger:${jobIdFor(eventId)}`,
    eventPrefix: `${tag}:ledger:`,
    fault: (faultKey) => `${tag}:fault:${short(faultKey)}`,
    ledger: `${tag}:ledger`,
    pause: (site) => `${tag}:pause:${short(site)}`,
    bucket: (site) => `${tag}:bucket:${short(site)}`,
    lane: (objectKey) => `${tag}:lane:${short(objectKey)}`,
    checks: `${tag}:checks`,
  };
}
