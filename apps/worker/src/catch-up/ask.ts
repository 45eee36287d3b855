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
  return async (endpoint, act) => {
    for (;;) {
      if (!isOurs()) throw new LookEnded('another look is under way');
      const ms = await turnInMs(redis, keys, workspace, who);
      if (ms === 0) break;
      await sleep(Math.min(ms, MAX_NAP_MS));
    }
    try {
      const answer = await act(guance);
      onAnswer(endpoint, 'done');
      return answer;
    } catch (error) {
      if (error instanceof GuanceFailure) onAnswer(endpoint, error.kind);
      throw error;
    }
  };
}

/** A clock that jumps must not put it off for long. */
const MAX_NAP_MS = 5000;
