/** A worker dies at each command to Redis and at each request to Guance while it looks, before or after it is carried out. */
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt } from './look.ts';
import type { LookDeps } from './look-deps.ts';
import { HOUR, type LookWorld, lookWorld, MINUTE } from './testing/look-world.ts';

class Crash extends Error {}

describe.skipIf(SKIPPED !== '')(`a worker that dies while it looks at Guance${SKIPPED}`, () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  /** The same look, whose worker dies at the nth of all calls; `died` is false when there were not so many. */
  function dyingAt({ deps, there }: LookWorld, nth: number, after: boolean): { dying: LookDeps; died: () => boolean } {
    let [calls, died] = [0, false];
    const around = async <T>(act: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls !== nth) return act();
      died = true;
      if (after) await act();
      throw new Crash();
    };
    const watched = new Proxy(deps.redis, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => around(async () => member.apply(target, args));
      },
    });
    const dying: LookDeps = {
      ...deps,
      redis: watched,
      ask: (_, act) => around(() => act(there.guance)),
      producer: { confirm: (jobs) => around(() => deps.producer.confirm(jobs)) },
    };
    return { dying, died: () => died };
  }

  it('leaves it to the next look, which ends alike', async () => {
    const now = Date.now();
    let points = 0;
    for (const after of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const world = lookWorld(server.client, server.keys(), () => now);
        const { there, deps, queued, heard, standing } = world;
        const { dying, died } = dyingAt(world, nth, after);
        there.happens('over', 'critical', HOUR);
        const expected = [
          there.happens('new', 'critical', 10 * MINUTE),
          there.happens('weekend', 'critical', 20 * HOUR),
          there.happens('over', 'ok', 10 * MINUTE),
        ].sort();
        there.happens('muted', 'critical', HOUR, { df_is_silent: 'true' });
        await standing('over');
        await heard('over', 'critical', HOUR);
        await lookAt(now - 24 * HOUR, dying).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        await lookAt(now - 24 * HOUR, deps);

        const point = `dying ${after ? 'after' : 'before'} call ${nth}`;
        expect([await queued(), point]).toEqual([expected, point]);
        if (!died()) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(60);
  });
});
