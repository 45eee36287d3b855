import { randomUUID } from 'node:crypto';
import { DELETE_IF } from './delete-if.ts';
import type { RedisClient } from './redis-client.ts';

/** Texts by name in one hash, which processes share, and the right to work on them: one process at a time. */
export interface SharedTexts {
  /** Runs `work` unless another process is at it; false then. */
  inTurn(work: () => Promise<void>): Promise<boolean>;
  load(): Promise<Record<string, string>>;
  save(name: string, text: string | null): Promise<void>;
}

/** Longer than a turn takes; a process that dies in its turn holds the others up for so long. */
const TURN_MS = 60_000;

export function sharedTexts(redis: RedisClient, key: string, turnMs = TURN_MS): SharedTexts {
  const turn = `${key}:turn`;
  return {
    inTurn: async (work) => {
      const id = randomUUID();
      if ((await redis.set(turn, id, 'PX', turnMs, 'NX')) !== 'OK') return false;
      try {
        await work();
      } finally {
        await DELETE_IF(redis, [turn], [id]);
      }
      return true;
    },
    load: () => redis.hgetall(key),
    save: async (name, text) => void (text === null ? await redis.hdel(key, name) : await redis.hset(key, name, text)),
  };
}
