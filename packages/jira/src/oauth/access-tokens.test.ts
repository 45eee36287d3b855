import { describe, expect, it } from 'vitest';
import { failure } from '../testing/facts.ts';
import { createAccessTokens, type TokenStore } from './access-tokens.ts';
import type { AccessToken } from './request-token.ts';

const CLIENT = { id: 'client', secret: 'secret', scope: null, tokenUrl: 'https://auth/token' };
const HOUR_MS = 3_600_000;

describe('access tokens', () => {
  it('are asked for once, by however many requests and workers at a time', async () => {
    const world = oneRedis();
    const workers = [world.worker(), world.worker()];
    const tokens = await Promise.all(Array.from({ length: 40 }, (_, n) => workers[n % 2]?.get(CLIENT)));

    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(world.asked()).toBe(1);
  });

  it('are renewed in the last fifth of their life by one worker, while no request waits for it', async () => {
    const world = oneRedis();
    const [one, two] = [world.worker(), world.worker()];
    await one.get(CLIENT);
    await two.get(CLIENT);
    world.pass(0.79 * HOUR_MS);
    expect(await one.get(CLIENT)).toBe('token-1');
    expect(world.asked()).toBe(1);
    world.pass(0.02 * HOUR_MS);
    const held = world.hold();

    expect([await one.get(CLIENT), await two.get(CLIENT)]).toEqual(['token-1', 'token-1']);
    held.release();
    await world.settled();
    await two.get(CLIENT);
    await world.settled();
    expect([await one.get(CLIENT), await two.get(CLIENT)]).toEqual(['token-2', 'token-2']);
    expect(world.asked()).toBe(2);
  });

  it('that have ended are waited for', async () => {
    const world = oneRedis();
    const one = world.worker();
    await one.get(CLIENT);
    world.pass(HOUR_MS);

    expect(await one.get(CLIENT)).toBe('token-2');
  });

  it('that could not be renewed early are used for as long as they are good', async () => {
    const world = oneRedis();
    const one = world.worker();
    await one.get(CLIENT);
    world.pass(0.9 * HOUR_MS);
    world.fail(failure({ endpoint: 'token', cause: 'ECONNREFUSED' }));

    expect(await one.get(CLIENT)).toBe('token-1');
    await world.settled();
    for (let count = 0; count < 50; count += 1) expect(await one.get(CLIENT)).toBe('token-1');
    await world.settled();
    expect(world.tried()).toBe(2);
    world.pass(0.09 * HOUR_MS);
    await expect(one.get(CLIENT)).rejects.toMatchObject({ facts: { endpoint: 'token' } });
  });

  it('that Jira refuses are replaced once, for all workers, and another that is there by then is taken', async () => {
    const world = oneRedis();
    const [one, two] = [world.worker(), world.worker()];
    await one.get(CLIENT);
    await two.get(CLIENT);

    expect([one.refused('token-1'), one.refused('token-1'), two.refused('token-1')]).toEqual([true, true, true]);
    expect([await one.get(CLIENT), await two.get(CLIENT)]).toEqual(['token-2', 'token-2']);
    expect(one.refused('token-1'), 'the answer to one that was under way comes late').toBe(true);
    expect([await one.get(CLIENT), world.asked()]).toEqual(['token-2', 2]);
    expect(one.refused('of somebody else')).toBe(false);
  });

  it('that Jira refuses, and that are given again, are refused for good: nobody asks twice for each request', async () => {
    const world = oneRedis();
    const one = world.worker();
    await one.get(CLIENT);
    expect(one.refused('token-1')).toBe(true);
    world.again();

    expect(await one.get(CLIENT)).toBe('token-1');
    expect(one.refused('token-1')).toBe(false);
  });

  it('of other credentials are others, from the next request on', async () => {
    const world = oneRedis();
    const one = world.worker();
    await one.get(CLIENT);

    expect(await one.get({ ...CLIENT, secret: 'another' })).toBe('token-2');
  });

  it('are told before their first use, so that they can be hidden', async () => {
    const told: string[] = [];
    const world = oneRedis();
    await world.worker((token) => told.push(token)).get(CLIENT);
    await world.worker((token) => told.push(token)).get(CLIENT);

    expect(told).toEqual(['token-1', 'token-1']);
  });

  it('are asked for by another worker when the one whose turn it was has died', async () => {
    const world = oneRedis();
    await world.store.takeTurn(CLIENT);
    const waiting = world.worker().get(CLIENT);
    await world.looked(3);
    expect(world.asked()).toBe(0);
    world.endTurn();

    expect(await waiting).toBe('token-1');
  });
});

/** What workers share, with a clock of its own. */
function oneRedis() {
  let at = 0;
  let kept: (AccessToken & { end: number; of: string }) | null = null;
  let turn = false;
  let asked = 0;
  let tried = 0;
  let looks = 0;
  let error: Error | null = null;
  let gate = Promise.resolve();
  const store: TokenStore = {
    read: async (client) =>
      kept !== null && kept.end > at && kept.of === client.secret ? { ...kept, leftMs: kept.end - at } : null,
    save: async (client, token) => {
      kept = { ...token, end: at + token.lifetimeMs, of: client.secret };
    },
    drop: async (_client, token) => {
      if (kept?.token === token) kept = null;
    },
    takeTurn: async () => {
      looks += 1;
      if (turn) return null;
      turn = true;
      return async () => {
        turn = false;
      };
    },
  };
  const request = async () => {
    await gate;
    tried += 1;
    if (error) throw error;
    asked += 1;
    return { token: `token-${asked}`, lifetimeMs: HOUR_MS };
  };
  return {
    store,
    asked: () => asked,
    tried: () => tried,
    /** The next request is given the token of the one before. */
    again: () => {
      asked -= 1;
    },
    pass: (ms: number) => {
      at += ms;
    },
    fail: (thrown: Error) => {
      error = thrown;
    },
    endTurn: () => {
      turn = false;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return { release: resolve };
    },
    looked: async (times: number) => {
      while (looks < times) await tick();
    },
    settled: async () => {
      for (let count = 0; count < 20; count += 1) await tick();
    },
    worker: (onToken?: (token: string) => void) =>
      createAccessTokens({ store, request, sleep: tick, now: () => at, ...(onToken === undefined ? {} : { onToken }) }),
  };
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
