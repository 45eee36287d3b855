import { endPauses, pauseFor, readPauses } from '@guance-jira/operations';
import { keysFor } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Circuit, createCircuit } from '../circuit.ts';
import { keepPause, type LostPause } from './keep-pause.ts';

const SITE = 'http://jira';
const keys = keysFor('kept');

describe.skipIf(SKIPPED)(`a person's pause${SKIPPED}`, () => {
  let redis: TestRedis;
  let lost: LostPause[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    lost = [];
  });

  const worker = (): Circuit =>
    createCircuit(redis.connect(), keys, {
      ...{ site: SITE, rps: () => 1000, careful: () => false, login: () => 'login-1' },
      ...{ sleep: async () => {}, random: () => 0, onPause: () => {} },
      onPauseLost: (pause) => lost.push(pause),
    });
  const begin = (forMs = 600_000) => pauseFor(redis.client, keys, SITE, { forMs, by: 'lina', reason: 'upgrade' });
  const HELD = { go: false, reason: 'manual' };

  it('that a request has met holds after Redis was wiped, and says once who set it', async () => {
    const [a, b] = [worker(), worker()];
    await begin();
    await a.acquire();
    await b.acquire();
    await redis.client.flushall();

    expect(await a.acquire()).toMatchObject(HELD);
    expect(await b.acquire()).toMatchObject(HELD);
    expect(lost).toMatchObject([{ by: 'lina', reason: 'upgrade' }]);
    const { manual, now } = await readPauses(redis.client, keys, SITE);
    expect(manual).toMatchObject({ by: 'lina', reason: 'upgrade' });
    expect((manual?.until ?? 0) - now).toBeGreaterThan(590_000);
    expect((manual?.until ?? 0) - now).toBeLessThanOrEqual(600_000);
  });

  it('holds for all events that ask at the same time after Redis was wiped', async () => {
    const [a, b] = [worker(), worker()];
    await begin();
    await a.acquire();
    await b.acquire();
    await redis.client.flushall();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? a : b).acquire()));

    expect(answers.filter(({ go }) => go)).toEqual([]);
    expect(lost).toHaveLength(1);
  });

  it('that an idle worker has looked at holds too', async () => {
    const idle = worker();
    await begin();
    await idle.keep();
    await redis.client.flushall();
    await idle.keep();

    expect(await worker().acquire()).toMatchObject(HELD);
  });

  it('that a person has ended is over for all who remember it, also when Redis is wiped later', async () => {
    const [a, b] = [worker(), worker()];
    await begin();
    await a.acquire();
    await b.keep();
    await endPauses(redis.client, keys, SITE);

    expect(await a.acquire()).toEqual({ go: true, probe: false });
    await b.keep();
    await redis.client.flushall();
    for (const each of [a, b]) expect(await each.acquire()).toEqual({ go: true, probe: false });
    expect(lost).toEqual([]);
  });

  it('that another has followed which was ended before every worker had seen it does not come back', async () => {
    const [a, b] = [worker(), worker()];
    await begin();
    await a.acquire();
    await b.keep();
    await begin(900_000);
    await begin(300_000);
    await endPauses(redis.client, keys, SITE);

    expect(await a.acquire()).toEqual({ go: true, probe: false });
    await b.keep();
    await redis.client.hdel(keys.pause(SITE), 'manualUntil');
    expect(await b.acquire()).toEqual({ go: true, probe: false });
    expect(lost).toEqual([]);
  });

  it('that a person ends after Redis was wiped, and before a worker has set it again, is over for all', async () => {
    const [a, b] = [worker(), worker()];
    await begin();
    await a.acquire();
    await b.keep();
    await redis.client.flushall();
    await endPauses(redis.client, keys, SITE);

    for (const each of [a, b]) expect(await each.acquire()).toEqual({ go: true, probe: false });
    expect(lost).toEqual([]);
  });

  it('that follows an end after a wipe is set again like any other', async () => {
    const a = worker();
    await endPauses(redis.client, keys, SITE);
    await begin();
    await a.acquire();
    await redis.client.del(keys.pause(SITE));

    expect(await a.acquire()).toMatchObject(HELD);
    expect(lost).toHaveLength(1);
  });

  it('is over by the clock of Redis, for a worker whose machine was asleep meanwhile too', async () => {
    const keeper = keepPause(
      redis.client,
      keys,
      SITE,
      (pause) => lost.push(pause),
      () => 0,
    );
    await begin(20);
    expect(await keeper.look()).toMatchObject({ by: 'lina' });
    await vi.waitFor(async () => expect((await readPauses(redis.client, keys, SITE)).manual).toBeNull());

    expect([keeper.remembers(), await keeper.look(), keeper.remembers()]).toEqual([true, null, false]);
    expect(lost).toEqual([]);
  });

  it('that was lost and set again can be ended', async () => {
    const a = worker();
    await begin();
    await a.acquire();
    await redis.client.flushall();
    await a.acquire();
    await endPauses(redis.client, keys, SITE);

    expect(await a.acquire()).toEqual({ go: true, probe: false });
  });

  it('that held the one which was to probe Jira lets another do so at once when a person ends it', async () => {
    const [a, b] = [worker(), worker()];
    await a.trip(true);
    await redis.client.hset(keys.pause(SITE), 'until', 0);
    expect(await a.acquire()).toMatchObject({ probe: true });
    await begin();
    expect(await a.rests()).toMatchObject(HELD);
    await endPauses(redis.client, keys, SITE);

    expect(await b.acquire()).toMatchObject({ probe: true });
  });

  it('whose time is over does not come back', async () => {
    const a = worker();
    await begin(20);
    await a.acquire();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await redis.client.flushall();

    expect(await a.acquire()).toEqual({ go: true, probe: false });
  });

  it('of an older version, which has no id, ends when it is gone', async () => {
    const a = worker();
    await redis.client.hset(keys.pause(SITE), 'manualUntil', Date.now() + 600_000);
    expect(await a.acquire()).toMatchObject(HELD);
    await redis.client.hdel(keys.pause(SITE), 'manualUntil');

    expect(await a.acquire()).toEqual({ go: true, probe: false });
  });

  it('that follows another is the one that is remembered', async () => {
    const a = worker();
    await begin(1000);
    await a.acquire();
    await begin(900_000);
    await a.acquire();
    await redis.client.flushall();

    const answer = await a.acquire();
    expect(answer).toMatchObject(HELD);
    expect(!answer.go && answer.ms).toBeGreaterThan(800_000);
  });
});
