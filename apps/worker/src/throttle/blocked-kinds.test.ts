import { blockedKey, endPauses, pauseFor } from '@guance-jira/operations';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Circuit, type CircuitOptions, createCircuit, type Held } from './circuit.ts';
import { kindOf, lookAt } from './kind-of-request.ts';

const SITE = 'http://jira';
const GO = { go: true, probe: false };

describe.skipIf(SKIPPED)(`a kind of request that something before Jira answers${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let circuit: Circuit;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
    circuit = worker();
  });

  const worker = (change: Partial<CircuitOptions> = {}): Circuit =>
    createCircuit(redis.connect(), keys, {
      ...{ site: SITE, rps: () => 1000, careful: () => false, login: () => 'login-1' },
      // The whole of a growing delay, and a tenth on top of a wait.
      ...{ sleep: async () => {}, random: () => 1, onPause: () => {}, ...change },
    });
  const stored = async (kind: string) => {
    const text = await redis.client.hget(blockedKey(keys, SITE), kind);
    return text === null ? null : JSON.parse(text);
  };
  /** As if so many milliseconds had passed. */
  const pass = async (ms: number, kind = 'create') => {
    const block = await stored(kind);
    for (const time of ['till', 'lease', 'at']) if (block[time]) block[time] -= ms;
    await redis.client.hset(blockedKey(keys, SITE), kind, JSON.stringify(block));
  };
  const refuse = (whose: string, kind = 'create', by = circuit) => by.answeredByOthers(kind, whose, `413 to ${whose}`);
  const block = async (kind = 'create') => {
    for (const whose of ['a', 'b', 'c', 'd', 'e']) await refuse(whose, kind);
  };
  const restMs = async (kind = 'create') => {
    const { till, rests } = await stored(kind);
    return rests === 0 ? 0 : till - (await nowMs());
  };
  const nowMs = async () => {
    const [s, us] = await redis.client.time();
    return Number(s) * 1000 + Math.floor(Number(us) / 1000);
  };

  it('rests after the answers to five events in a row, and no other kind does', async () => {
    for (const whose of ['a', 'b', 'c', 'd']) await refuse(whose);
    expect(await circuit.acquire('create')).toEqual(GO);
    await refuse('e');

    expect(await circuit.acquire('create')).toMatchObject({ go: false, reason: 'blocked', scope: 'endpoint' });
    expect(await circuit.rests('create')).toMatchObject({ reason: 'blocked', block: { said: '413 to e' } });
    for (const other of ['search', 'comment']) expect(await circuit.acquire(other)).toEqual(GO);
    expect(await redis.client.pttl(blockedKey(keys, SITE))).toBeGreaterThan(0);
  });

  it('never rests for the body of one event, however often', async () => {
    for (let count = 0; count < 20; count += 1) await refuse('a');

    expect(await circuit.acquire('create')).toEqual(GO);
  });

  it('does not rest where an event of another worker got its answer in between', async () => {
    const other = worker();
    for (const whose of ['a', 'b', 'c', 'd']) await refuse(whose);
    await other.acquire('create');
    other.answeredByJira('create');
    await other.look();
    await refuse('e');

    expect(await circuit.acquire('create')).toEqual(GO);
  });

  it('does not rest for answers that are long apart', async () => {
    for (const whose of ['a', 'b', 'c', 'd']) await refuse(whose);
    await pass(601_000);
    await refuse('e');

    expect(await circuit.acquire('create')).toEqual(GO);
  });

  it('rests longer each time, up to a minute; what was under way when a rest began makes it no longer', async () => {
    await block();
    const rests = [];
    for (let count = 0; count < 8; count += 1) {
      await refuse('late');
      rests.push((await stored('create')).ms / 1000);
      await pass(61_000);
      await refuse('f');
    }

    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('is tried by one event alone over all workers, which is let through again for the same request', async () => {
    await block();
    await pass(2000);
    const other = worker();

    expect(await circuit.blocks('create', 'a')).toBeNull();
    expect(await circuit.acquire('create', { whose: 'a' })).toEqual(GO);
    for (const whose of ['b', ''])
      expect(await other.acquire('create', { whose })).toMatchObject({ go: false, reason: 'blocked' });
    expect(await other.blocks('create', 'b')).toMatchObject({ reason: 'blocked', block: { kind: 'create' } });
  });

  it('is tried by the next when the one that tried it is gone', async () => {
    await block();
    await pass(2000);
    await circuit.acquire('create', { whose: 'a' });
    await pass(29_000);
    expect(await circuit.acquire('create', { whose: 'b' })).toMatchObject({ go: false });
    await pass(2000);

    expect(await circuit.acquire('create', { whose: 'b' })).toEqual(GO);
  });

  it('goes on for all workers with the first answer of Jira itself', async () => {
    await block();
    await pass(2000);
    await circuit.acquire('create', { whose: 'a' });
    circuit.answeredByJira('create');
    await circuit.look();

    expect(await worker().acquire('create', { whose: 'b' })).toEqual(GO);
    // It would take five again.
    await refuse('c');
    expect(await circuit.acquire('create')).toEqual(GO);
  });

  it("is not tried in a person's pause, nor while Jira is away", async () => {
    await block();
    await pass(2000);
    await pauseFor(redis.client, keys, SITE, { forMs: 60_000, by: 'lina', reason: '' });
    expect(await circuit.blocks('create', 'a')).toBeNull();
    expect(await circuit.acquire('create', { whose: 'a' })).toMatchObject({ go: false, reason: 'manual' });
    await endPauses(redis.client, keys, SITE);

    await circuit.trip(true);
    expect(await circuit.acquire('create', { whose: 'a' })).toMatchObject({ go: false, reason: 'unavailable' });
    await circuit.close();

    expect(await circuit.acquire('create', { whose: 'b' })).toEqual(GO);
  });

  it('is tried at once when a person resumes, and no sooner by all', async () => {
    await block();
    const { blocked = [] } = await endPauses(redis.client, keys, SITE);

    expect(blocked).toMatchObject([{ kind: 'create', times: 1, said: '413 to e' }]);
    expect(await circuit.acquire('create', { whose: 'a' })).toEqual(GO);
    expect(await circuit.acquire('create', { whose: 'b' })).toMatchObject({ go: false, reason: 'blocked' });
  });

  it('is counted as one pause for all its rests', async () => {
    const begun: unknown[] = [];
    circuit = worker({ onPause: (reason) => begun.push(reason) });
    await block();
    await pass(2000);
    await refuse('f');

    expect(begun.filter((reason) => reason === 'blocked')).toHaveLength(1);
  });

  it('is told in the figures', async () => {
    expect((await circuit.look()).paused).toEqual([]);
    await block('transitions');

    expect((await circuit.look()).paused).toEqual(['blocked']);
  });

  it('holds back a little longer than it rests, so that not all come at once', async () => {
    await block();
    const held = (await circuit.acquire('create')) as Held;

    expect(held.ms).toBeGreaterThan(await restMs());
  });
});

it.each([
  ['a look at transitions', { endpoint: 'transitions', method: 'GET' }, 'transitions look'],
  ['a transition', { endpoint: 'transitions', method: 'POST' }, 'transitions'],
  ['a search by POST', { endpoint: 'search', method: 'POST' }, 'search'],
  ['a search by GET', { endpoint: 'search', method: 'GET' }, 'search'],
  ['an edit', { endpoint: 'edit', method: 'PUT' }, 'edit'],
])('%s is of its kind', (_name, request, kind) => {
  expect(kindOf(request)).toBe(kind);
  if (request.method === 'GET') expect(lookAt(request.endpoint)).toBe(kind);
});
