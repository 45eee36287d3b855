/** How far an event's own changes to an issue have come, kept in its ledger record until the event has its outcome. */
import type { RedisClient } from '@guance-jira/queue';
import { z } from 'zod';

/** A change that may not be made twice. Times are milliseconds. */
const Sent = z.object({
  at: z.number(),
  /** Jira itself has answered, so the request is not still on its way. */
  answered: z.boolean(),
  done: z.boolean(),
});
export type Sent = z.infer<typeof Sent>;

export interface Progress {
  read(part: string): Promise<Sent | null>;
  write(part: string, sent: Sent | null): Promise<void>;
  /** The status in which the issue was before the first transition of this event; kept once. */
  statusBefore(issueId: string, now: string): Promise<string>;
  /** Null when this event has not begun to move the issue. */
  movedFrom(issueId: string): Promise<string | null>;
  /** The same for its priority. */
  priorityBefore(issueId: string, now: string): Promise<string>;
  raisedFrom(issueId: string): Promise<string | null>;
  /** This event begins a round of a fault that nobody had heard of; it still does after a crash in the middle. */
  beginRound(): Promise<void>;
  beganRound(): Promise<boolean>;
  /** Counts an answer of Jira that concerns this change alone and may pass; how many there were. */
  stumbled(change: string): Promise<number>;
}

export function progressOf(redis: RedisClient, recordKey: string): Progress {
  const field = (part: string) => `did:${part}`;
  const from = (issueId: string) => `from:${issueId}`;
  const priority = (issueId: string) => `priority:${issueId}`;
  const once = async (name: string, now: string) => {
    await redis.hsetnx(recordKey, name, now);
    return (await redis.hget(recordKey, name)) ?? now;
  };
  return {
    read: async (part) => {
      const text = await redis.hget(recordKey, field(part));
      return text === null ? null : Sent.parse(JSON.parse(text));
    },
    write: async (part, sent) =>
      void (await (sent === null
        ? redis.hdel(recordKey, field(part))
        : redis.hset(recordKey, field(part), JSON.stringify(sent)))),
    statusBefore: (issueId, now) => once(from(issueId), now),
    movedFrom: (issueId) => redis.hget(recordKey, from(issueId)),
    priorityBefore: (issueId, now) => once(priority(issueId), now),
    raisedFrom: (issueId) => redis.hget(recordKey, priority(issueId)),
    beginRound: async () => void (await redis.hset(recordKey, 'round', '1')),
    beganRound: async () => (await redis.hexists(recordKey, 'round')) === 1,
    stumbled: (change) => redis.hincrby(recordKey, `stumbled:${change}`, 1),
  };
}
