/** How far an event's own changes to an issue have come, kept in its ledger record until the event has its outcome. */
import { LATEST_POST_MS, type LedgerOptions } from '@guance-jira/ledger';
import { lua, NotReplicated, type RedisClient, redisNow, replicated, script } from '@guance-jira/queue';
import { z } from 'zod';

/** A change that may not be made twice. Times are milliseconds of the clock that all workers share. */
const Sent = z.object({
  at: z.number(),
  /** Jira itself has answered, so the request is not still on its way. */
  answered: z.boolean(),
  done: z.boolean(),
});
export type Sent = z.infer<typeof Sent>;

/** What our next step through a workflow comes after, while it is not known whether it was made. */
const Steps = z.object({
  /** When the status was last changed before our first step, by the tracker's clock; 0 for never. */
  since: z.number(),
  /** How many of ours were surely made since then. */
  made: z.number(),
});
export type Steps = z.infer<typeof Steps>;

/** What was before a change. It counts as ours from then on, as its answer may be lost. */
export interface Before {
  was: string;
  /** To be called when Jira has surely not made it: what a person does then is theirs. An earlier change of the event stays noted. */
  notMade(): Promise<void>;
}

export interface Progress {
  read(part: string): Promise<Sent | null>;
  write(part: string, sent: Sent | null): Promise<void>;
  /**
   * Before a request goes out. Whoever comes after a failover finds it and looks; what is written after the answer may be lost.
   * @param before what stood there, which stands again where the replicas do not hold the new
   * @throws NotReplicated, or Overtaken where something else stands there by now, or that took too long to be still true
   */
  sending(part: string, sent: Sent, before: Sent | null): Promise<void>;
  /** The request that was noted so was surely not carried out. What another attempt has noted since stays. */
  notSent(part: string, sent: Sent, before: Sent | null): Promise<void>;
  /**
   * Right before a request that changes something: a worker may have been frozen since it read what it acts on.
   * @throws Overtaken
   */
  goesOn(): Promise<void>;
  /** What time it is for all workers: another may go on with what this one has sent, and its own clock may be minutes off. */
  clock(): Promise<number>;
  /**
   * Before a transition of this event: the status in which the issue was before the first of them; kept once.
   * @throws NotReplicated
   */
  statusBefore(issueId: string, now: string): Promise<Before>;
  /** Null when this event has surely not moved the issue. */
  movedFrom(issueId: string): Promise<string | null>;
  /** Kept where a step was lost, or another is to follow. */
  noteSteps(issueId: string, steps: Steps): Promise<void>;
  /** Null when no step of this event was ever left open. */
  steps(issueId: string): Promise<Steps | null>;
  /** The same as `statusBefore` and `movedFrom` for its priority. */
  priorityBefore(issueId: string, now: string): Promise<Before>;
  raisedFrom(issueId: string): Promise<string | null>;
  /** This event begins a round of a fault that nobody had heard of; it still does after a crash in the middle. */
  beginRound(): Promise<void>;
  beganRound(): Promise<boolean>;
  /** Counts an answer of Jira that concerns this change alone and may pass; how many there were. */
  stumbled(change: string): Promise<number>;
}

/** Another attempt at the event has begun since, and perhaps ended it: this one, of a worker that was frozen say, may send nothing more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * @param lane in whose turn it is done, or what tells whether it is still ours to do; without one each part is noted by one attempt alone,
 * and no more is known
 */
export function progressOf(
  redis: RedisClient,
  recordKey: string,
  { keys, waitReplicas }: Pick<LedgerOptions, 'keys' | 'waitReplicas'>,
  lane: { objectKey: string; fence: number } | { stands(): Promise<boolean> } | null = null,
): Progress {
  const durably = <T>(write: () => Promise<T>) => replicated(redis, keys, waitReplicas, write);
  const field = (part: string) => `did:${part}`;
  const from = (issueId: string) => `from:${issueId}`;
  const steps = (issueId: string) => `steps:${issueId}`;
  const priority = (issueId: string) => `priority:${issueId}`;
  const once = async (name: string, now: string): Promise<Before> => {
    let isFirst = false;
    // Who has the lane by now goes by what stands there.
    const notMade = async () => void (isFirst && (await isOurs()) && (await redis.hdel(recordKey, name)));
    await durably(async () => {
      isFirst = (await redis.hsetnx(recordKey, name, now)) === 1;
    }).catch(unlessReplicated(notMade));
    return { was: (await redis.hget(recordKey, name)) ?? now, notMade };
  };
  const fenced =
    lane !== null && 'fence' in lane ? { key: keys.lane(lane.objectKey), fence: String(lane.fence) } : null;
  const isOurs = async () => {
    if (fenced !== null) return (await redis.hget(fenced.key, 'fence')) === fenced.fence;
    return lane === null || !('stands' in lane) || lane.stands();
  };
  const change = async (part: string, from: Sent | null, to: Sent | null) =>
    Number(
      await NOTE_SENT(
        redis,
        [recordKey, ...(fenced === null ? [] : [fenced.key])],
        [fenced?.fence ?? '', field(part), textOf(from), textOf(to)],
      ),
    ) === 1;
  const write = async (part: string, sent: Sent | null) =>
    void (await (sent === null
      ? redis.hdel(recordKey, field(part))
      : redis.hset(recordKey, field(part), JSON.stringify(sent))));
  return {
    read: async (part) => {
      const text = await redis.hget(recordKey, field(part));
      return text === null ? null : Sent.parse(JSON.parse(text));
    },
    write,
    sending: async (part, sent, before) => {
      const putBack = async () => void (await change(part, sent, before));
      const started = performance.now();
      const ours = await durably(() => change(part, before, sent)).catch(unlessReplicated(putBack));
      if (!ours) throw new Overtaken(`another attempt has noted ${part}`);
      if (performance.now() - started <= LATEST_POST_MS) return;
      await putBack();
      throw new Overtaken(`so late another attempt may have looked for ${part} already`);
    },
    notSent: async (part, sent, before) => void (await change(part, sent, before)),
    goesOn: async () => {
      if (!(await isOurs())) throw new Overtaken('another attempt has its turn');
    },
    clock: () => redisNow(redis, keys),
    statusBefore: (issueId, now) => once(from(issueId), now),
    movedFrom: (issueId) => redis.hget(recordKey, from(issueId)),
    noteSteps: async (issueId, open) => void (await redis.hset(recordKey, steps(issueId), JSON.stringify(open))),
    steps: async (issueId) => {
      const text = await redis.hget(recordKey, steps(issueId));
      return text === null ? null : Steps.parse(JSON.parse(text));
    },
    priorityBefore: (issueId, now) => once(priority(issueId), now),
    raisedFrom: (issueId) => redis.hget(recordKey, priority(issueId)),
    beginRound: async () => void (await redis.hset(recordKey, 'round', '1')),
    beganRound: async () => (await redis.hexists(recordKey, 'round')) === 1,
    stumbled: (change) => redis.hincrby(recordKey, `stumbled:${change}`, 1),
  };
}

/** Nothing goes out then, so nothing has to be looked for. */
function unlessReplicated(putBack: () => Promise<void>) {
  return async (error: unknown): Promise<never> => {
    if (error instanceof NotReplicated) await putBack();
    throw error;
  };
}

function textOf(sent: Sent | null): string {
  return sent === null ? '' : JSON.stringify(sent);
}

const NOTE_SENT = script(lua(new URL('./scripts/note-sent.lua', import.meta.url)));
