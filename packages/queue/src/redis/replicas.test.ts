import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keysFor } from '../contract/keys.ts';
import type { RedisClient } from './redis-client.ts';
import { NotReplicated, replicated } from './replicas.ts';

/** Answers WAIT with `reached`, after `onWait` has happened. */
function fakeRedis(
  reached: number,
  onWait: (events: EventEmitter) => void = () => {},
  asked: string[] = [],
): RedisClient {
  const events = new EventEmitter();
  const pipeline = {
    call: (...command: unknown[]) => {
      asked.push(command.join(' '));
      return pipeline;
    },
    exec: async () => {
      onWait(events);
      return [
        [null, 1],
        [null, reached],
      ];
    },
  };
  const redis = Object.assign(events, { pipeline: () => pipeline });
  return asClient(redis);
}

/** `replicated` uses of a client only its events and its pipeline. */
function asClient(redis: object): RedisClient {
  return redis as RedisClient;
}

const KEYS = keysFor('k');
const ONE = 1;

describe('replicated', () => {
  it('gives the answer of the write when enough replicas confirm', async () => {
    expect(await replicated(fakeRedis(2), KEYS, ONE, async () => 'written')).toBe('written');
  });

  it('asks nobody where no replicas are wanted', async () => {
    const none = fakeRedis(0, () => {
      throw new Error('asked');
    });
    expect(await replicated(none, KEYS, 0, async () => 'written')).toBe('written');
  });

  it('awaits replicas behind a write of its own, for a newer Redis answers WAIT at once to who wrote nothing', async () => {
    const asked: string[] = [];
    await replicated(
      fakeRedis(1, () => {}, asked),
      KEYS,
      ONE,
      async () => 'found',
    );

    expect(asked).toEqual([`INCR ${KEYS.waits}`, 'WAIT 1 500']);
  });

  it('rejects when too few confirm', async () => {
    await expect(replicated(fakeRedis(0), KEYS, ONE, async () => 'written')).rejects.toThrow('only 0 of 1 replicas');
  });

  it.each(['close', '+node', '-node'])(
    'believes no confirmation after the server may have changed (%s)',
    async (event) => {
      const redis = fakeRedis(1, (events) => events.emit(event));
      await expect(replicated(redis, KEYS, ONE, async () => 'written')).rejects.toThrow(NotReplicated);
    },
  );

  it('counts a change of the server during the write too', async () => {
    const redis = fakeRedis(1);
    await expect(replicated(redis, KEYS, ONE, async () => redis.emit('close'))).rejects.toThrow(NotReplicated);
  });
});
