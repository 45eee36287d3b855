/** Requests of a look: each in its turn among those that all workers make with the key. */
import { randomUUID } from 'node:crypto';
import { type Guance, GuanceFailure, turnInMs } from '@guance-jira/guance';
import type { Keys, RedisClient } from '@guance-jira/queue';

/** @throws GuanceFailure, or LookEnded where somebody else looks by now */
export type Ask = <T>(endpoint: string, act: (guance: Guance) => Promise<T>) => Promise<T>;

export interface AskDeps {
  redis: RedisClient;
  keys: Keys;
  guance: Guance;
  workspace: string;
  /** Told of each request: its endpoint, and 'done' or the kind of its failure. */
  onAnswer: (endpoint: string, end: string) => void;
  /** Whether this look is still ours to make. */
  isOurs: () => boolean;
  sleep: (ms: number) => Promise<void>;
}

/** The look was given up half-way: the worker stops, or was so slow that another has begun. */
export class LookEnded extends Error {
  override readonly name = 'LookEnded';
}

export function createAsk({ redis, keys, guance, workspace, onAnswer, isOurs, sleep }: AskDeps): Ask {
  const who = `catch-up ${randomUUID()}`;
  const whileOurs = async (msLeft: () => Promise<number>) => {
    for (;;) {
      if (!isOurs()) throw new LookEnded('another look is under way');
      const ms = await msLeft();
      if (ms <= 0) return;
      await sleep(Math.min(ms, MAX_NAP_MS));
    }
  };
  return async (endpoint, act) => {
    for (let refused = 0; ; refused += 1) {
      await whileOurs(() => turnInMs(redis, keys, workspace, who));
      try {
        const answer = await act(guance);
        onAnswer(endpoint, 'done');
        return answer;
      } catch (error) {
        if (!(error instanceof GuanceFailure)) throw error;
        onAnswer(endpoint, error.kind);
        // Whoever shares the key with us, or the limit of the workspace: beginning anew would ask all before it once more.
        if (error.kind !== 'throttled' || refused >= MAX_REFUSED) throw error;
        let left = Math.min(error.retryAfterMs ?? THROTTLED_MS, MAX_THROTTLED_MS);
        await whileOurs(async () => {
          const ms = left;
          left -= MAX_NAP_MS;
          return ms;
        });
      }
    }
  };
}

/** Guance counts by the minute. */
const THROTTLED_MS = 20_000;
const MAX_THROTTLED_MS = 120_000;
const MAX_REFUSED = 3;

/** A clock that jumps must not put it off for long. */
const MAX_NAP_MS = 5000;
