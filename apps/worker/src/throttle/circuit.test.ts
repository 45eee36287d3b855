import { readPauses } from '@guance-jira/operations';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Admission, type Circuit, type CircuitOptions, createCircuit, type PauseReason } from './circuit.ts';

const SITE = 'http://jira';

describe.skipIf(SKIPPED)(`the circuit of one Jira${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    keys = redis.keys();
  });

  /** One worker. Sleeps are noted, not slept; `random` 0 gives the least of each spread. */
  const worker = (change: Partial<CircuitOptions> = {}): Circuit =>
    createCircuit(redis.connect(), keys, {
      site: SITE,
      rps: () => 1000,
      careful: () => false,
      login: () => 'login-1',
      sleep: async () => {},
      random: () => 0,
      onPause: () => {},
      ...change,
    });
  /** As if so many milliseconds had passed, for pauses. */
  const pass = async (ms: number) => {
    for (const field of ['until', 'lease', 'signsUntil', 'manualUntil'])
      if (await redis.client.hexists(keys.pause(SITE), field)) await redis.client.hincrby(keys.pause(SITE), field, -ms);
  };
  const nowMs = async () => {
    const [s, us] = await redis.client.time();
    return Number(s) * 1000 + Math.floor(Number(us) / 1000);
  };
  const until = async () => Number(await redis.client.hget(keys.pause(SITE), 'until'));
  const pauseMs = async () => (await until()) - (await nowMs());
  /** That what is done begins a pause of so long, however busy the machine is meanwhile. */
  const expectPause = async (ms: number, act: () => Promise<unknown>) => {
    const before = await nowMs();
    await act();
    const end = await until();
    expect(end).toBeGreaterThanOrEqual(before + ms);
    expect(end).toBeLessThanOrEqual((await nowMs()) + ms);
  };
  const manualPause = async (ms: number) => {
    const [s] = await redis.client.time();
    await redis.client.hset(keys.pause(SITE), 'manualUntil', Number(s) * 1000 + ms);
  };

  describe('a look for the metrics', () => {
    it('tells every reason to rest, and changes nothing', async () => {
      const circuit = worker();
      expect(await circuit.look()).toEqual({ paused: [], perSecond: 1000 });

      await circuit.throttled(60_000, { scope: 'endpoint', endpoint: 'search' });
      expect((await circuit.look()).paused).toEqual(['throttled']);
      await circuit.unauthorized();
      await manualPause(60_000);

      expect((await circuit.look()).paused).toEqual(['manual', 'unauthorized', 'throttled']);
      expect((await circuit.look()).paused).toEqual(['manual', 'unauthorized', 'throttled']);
    });

    it('takes an outage for one until a probe has found Jira well, and a throttle until its time', async () => {
      const circuit = worker();
      await circuit.trip(true);
      await pass(3_600_000);
      expect((await circuit.look()).paused).toEqual(['unavailable']);

      await circuit.close();
      await circuit.throttled(1000);
      expect((await circuit.look()).paused).toEqual(['throttled']);
      await pass(3_600_000);
      expect((await circuit.look()).paused).toEqual([]);
    });

    it('tells the rate that was learnt', async () => {
      const circuit = worker({ rps: () => ({ start: 20, most: 100 }) });
      expect((await circuit.look()).perSecond).toBe(20);
      await circuit.throttled(1000);
      expect((await circuit.look()).perSecond).toBe(10);
    });
  });

  describe('rate', () => {
    it('spaces requests evenly over all workers', async () => {
      const workers = [worker({ rps: () => 20 }), worker({ rps: () => 20 })];
      const due: number[] = [];
      for (let count = 0; count < 30; count += 1) {
        await workers[count % 2]?.acquire();
        due.push(Number(await redis.client.get(keys.bucket(SITE))));
      }

      const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
      // More than 50 ms only where nothing was waiting.
      expect(Math.min(...gaps)).toBe(50);
      expect((due.at(-1) ?? 0) - (due[0] ?? 0)).toBeGreaterThanOrEqual(29 * 50);
    });

    it('waits for a near slot in place, and sends away from a far one', async () => {
      const slept: number[] = [];
      const { acquire } = worker({ rps: () => 10, sleep: async (ms) => void slept.push(ms) });
      const answers: Admission[] = await Promise.all(Array.from({ length: 40 }, () => acquire()));
      const refused = answers.filter((answer) => !answer.go);

      expect(Math.max(...slept)).toBeLessThanOrEqual(2000);
      expect(Math.max(...slept)).toBeGreaterThan(1500);
      expect(answers.length - refused.length).toBeGreaterThanOrEqual(21);
      expect(answers.length - refused.length).toBeLessThan(30);
      expect(refused[0]).toMatchObject({ go: false, reason: 'rate' });
      // With a slot for each of the 40, the next one would be due in four seconds.
      const due = Number(await redis.client.get(keys.bucket(SITE)));
      expect(due - (await nowMs()), 'who is sent away takes no slot').toBeLessThanOrEqual(2100);
    });

    it('makes up for a hiccup, and saves no more than a fifth of a second', async () => {
      const { acquire } = worker({ rps: () => 50 });
      const due = async () => Number(await redis.client.get(keys.bucket(SITE)));
      const now = async () => {
        const [s, us] = await redis.client.time();
        return Number(s) * 1000 + Math.floor(Number(us) / 1000);
      };
      const before = await now();
      await acquire();
      expect(await due()).toBeGreaterThanOrEqual(before - 200 + 20);
      expect(await due()).toBeLessThanOrEqual((await now()) - 200 + 20);

      const hiccup = (await now()) - 50;
      await redis.client.set(keys.bucket(SITE), hiccup);
      await acquire();
      expect(await due(), 'no slot is lost').toBe(hiccup + 20);
    });

    it('that is learnt holds for all workers, grows while requests wait, and falls once when Jira refuses', async () => {
      const learning = { rps: () => ({ start: 20, most: 100 }) };
      const [a, b] = [worker(learning), worker(learning)];
      const perSecond = async () => Number(await redis.client.hget(`${keys.bucket(SITE)}:rate`, 'perSecond'));
      for (let count = 0; count < 20; count += 1) await a.acquire();
      a.answered({ perSecond: 30, near: false });
      await expect.poll(perSecond).toBeCloseTo(20.7);
      await b.throttled(5000);
      await a.throttled(5000);
      expect(await perSecond()).toBeCloseTo(10.35);

      await pass(6000);
      await redis.client.del(keys.bucket(SITE));
      const due = async () => Number(await redis.client.get(keys.bucket(SITE)));
      await b.acquire();
      const before = await due();
      await a.acquire();
      expect((await due()) - before).toBeCloseTo(1000 / 10.35, 0);
    });

    it('that is set is not changed by what Jira says', async () => {
      const { acquire, answered, throttled } = worker({ rps: () => 20 });
      await acquire();
      answered({ perSecond: 5, near: true });
      await throttled(1000);

      expect(await redis.client.exists(`${keys.bucket(SITE)}:rate`)).toBe(0);
    });

    it('lets a request go at once when nobody was before it', async () => {
      const slept: number[] = [];
      await worker({ rps: () => 0.1, sleep: async (ms) => void slept.push(ms) }).acquire();

      expect(slept).toEqual([]);
    });
  });

  describe('an outage', () => {
    it('is not seen in one or two lost answers, but in the third', async () => {
      const [a, b] = [worker(), worker()];
      await a.trip(false);
      await b.trip(false);
      expect(await a.acquire()).toEqual({ go: true, probe: false });
      await a.trip(false);

      expect(await b.acquire()).toMatchObject({ go: false, reason: 'unavailable' });
    });

    it('is not seen in lost answers that lie half a minute apart', async () => {
      const { trip, acquire } = worker();
      for (let count = 0; count < 5; count += 1) {
        await trip(false);
        await pass(31_000);
      }

      expect(await acquire()).toMatchObject({ go: true });
    });

    it('is seen at once where nothing was sent', async () => {
      const { trip, acquire } = worker();
      await trip(true);

      const answer = await acquire();
      expect(answer).toMatchObject({ go: false, reason: 'unavailable' });
      expect(!answer.go && answer.ms).toBeLessThanOrEqual(500);
    });

    it('is seen at once, and as long as Jira says, in a 503 that says when to come back', async () => {
      const { trip, acquire } = worker({ random: () => 1 });
      await trip(false, 20_000);

      expect(await acquire()).toMatchObject({ go: false, reason: 'unavailable' });
      expect(Math.round((await pauseMs()) / 1000), 'with some spread').toBe(25);
      await pass(25_000);
      expect(await acquire()).toMatchObject({ go: true, probe: true });
    });

    it('is probed by one worker at a time', async () => {
      const workers = [worker(), worker()];
      await workers[0]?.trip(true);
      await pass(1000);
      const answers = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => (workers[index] ?? worker()).acquire()));

      expect(answers.filter((answer) => answer.go)).toEqual([{ go: true, probe: true, reason: 'unavailable' }]);
      // A worker that dies while it probes holds up the others for half a minute.
      await pass(30_001);
      expect(await workers[1]?.acquire()).toMatchObject({ go: true, probe: true });
    });

    it('makes pauses grow to a minute, and starts anew after it was over', async () => {
      const { trip, acquire, close } = worker();
      for (const ms of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]) {
        await expectPause(ms, () => trip(true));
        await pass(60_001);
        expect(await acquire()).toMatchObject({ probe: true });
      }

      await close();
      expect(await acquire()).toEqual({ go: true, probe: false });
      await expectPause(500, () => trip(true));
    });

    it('is not made longer by requests that were already under way', async () => {
      const [a, b] = [worker(), worker()];
      // Far along, so that the pause outlasts the test.
      for (let count = 1; count <= 7; count += 1) {
        await a.trip(true);
        if (count === 7) break;
        await pass(30_001);
        expect(await a.acquire()).toMatchObject({ probe: true });
      }
      for (let count = 0; count < 50; count += 1) await b.trip(count % 2 === 0);
      await pass(30_000);

      expect(await a.acquire()).toMatchObject({ go: true, probe: true });
      expect(await redis.client.hget(keys.pause(SITE), 'failures')).toBe('7');
    });

    it('spreads the return of the waiting', async () => {
      const least = worker({ random: () => 0 });
      const most = worker({ random: () => 1 });
      await most.trip(true);
      const [soon, late] = [await least.acquire(), await most.acquire()];

      expect(soon.go || late.go).toBe(false);
      expect(!late.go && !soon.go && late.ms > soon.ms).toBe(true);
    });

    it('tells why requests rest, and when they go again', async () => {
      const told: (PauseReason | null)[] = [];
      const { acquire, trip, close } = worker({ onPause: (reason) => told.push(reason) });
      await acquire();
      await trip(true);
      await acquire();
      await close();
      await acquire();

      expect(told).toEqual([null, 'unavailable', null]);
    });
  });

  describe('a 429', () => {
    it('rests as long as Jira asks, and needs no probe after it', async () => {
      const { throttled, acquire } = worker();
      await throttled(7000);
      const answer = await acquire();

      expect(answer).toMatchObject({ go: false, reason: 'throttled' });
      expect(!answer.go && answer.ms).toBeGreaterThan(6000);
      await pass(7000);
      expect(await acquire()).toEqual({ go: true, probe: false });
      expect(await redis.client.hget(keys.pause(SITE), 'reason')).toBeNull();
    });

    it('rests a second where Jira does not say, with some spread', async () => {
      await expectPause(1250, () => worker({ random: () => 1 }).throttled(null));
    });

    it('takes the longest of several, and none shortens another', async () => {
      const { throttled } = worker();
      await throttled(2000);
      await expectPause(9000, async () => {
        await throttled(9000);
        await throttled(3000);
      });
    });

    it('of the burst limit rests requests of that kind only, in all workers', async () => {
      const [a, b] = [worker(), worker()];
      await a.throttled(7000, { scope: 'endpoint', endpoint: 'create' });

      expect(await b.acquire('create')).toMatchObject({ go: false, reason: 'throttled', scope: 'endpoint' });
      expect(await b.acquire('search')).toEqual({ go: true, probe: false });
      expect(await b.acquire()).toEqual({ go: true, probe: false });
      await redis.client.hincrby(`${keys.pause(SITE)}:create`, 'until', -9000);
      expect(await b.acquire('create')).toEqual({ go: true, probe: false });
    });

    it('of one issue rests nothing else and lowers no rate', async () => {
      const { throttled, acquire } = worker({ rps: () => ({ start: 20, most: 100 }) });
      await throttled(7000, { scope: 'issue' });

      expect(await acquire('create')).toEqual({ go: true, probe: false });
      expect(await redis.client.exists(`${keys.bucket(SITE)}:rate`)).toBe(0);
    });

    it.each<[string, (circuit: Circuit) => Promise<void>]>([
      ['a connection that was refused', (circuit) => circuit.trip(true)],
      ['an answer that was lost', (circuit) => circuit.trip(false)],
      ['a login that was refused', (circuit) => circuit.unauthorized()],
    ])('holds for as long as Jira asked, whatever was under way then: %s', async (_name, underWay) => {
      const [a, b] = [worker(), worker()];
      await a.throttled(300_000);
      await underWay(b);

      const answer = await a.acquire();
      expect(!answer.go && answer.ms).toBeGreaterThan(290_000);
    });

    it('makes one lost answer after it no outage', async () => {
      const { throttled, trip, acquire } = worker();
      await throttled(1000);
      await pass(1500);
      await trip(false);

      expect(await acquire()).toEqual({ go: true, probe: false });
    });

    it('that comes while all rest for longer shortens nothing, and the probe stays', async () => {
      const [a, b] = [worker(), worker()];
      await a.trip(true, 300_000);
      await b.throttled(1000);

      const answer = await a.acquire();
      expect(!answer.go && answer.ms).toBeGreaterThan(290_000);
      await pass(301_000);
      expect(await a.acquire()).toMatchObject({ probe: true, reason: 'unavailable' });
    });

    it('does not end a pause for a refused login', async () => {
      const { unauthorized, throttled, acquire } = worker({ careful: () => true });
      await unauthorized();
      await throttled(1000);
      await pass(1500);

      expect(await acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
    });
  });

  describe('a refused login', () => {
    it('with a token is tried again at growing pauses up to five minutes', async () => {
      const { unauthorized, acquire } = worker({ random: () => 1 });
      const pauses: number[] = [];
      for (let count = 0; count < 10; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        await pass(400_000);
        expect(await acquire()).toMatchObject({ probe: true, reason: 'unauthorized' });
      }

      expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    });

    it('with a password on Data Center is tried three times, then hourly', async () => {
      const { unauthorized, acquire } = worker({ careful: () => true });
      const pauses: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        expect(await acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
        await pass(3_600_000);
        expect(await acquire()).toMatchObject({ probe: true });
      }

      expect(pauses).toEqual([30, 120, 3600, 3600, 3600]);
    });

    it('is tried at once with another login, by one worker, and rests anew when that fails too', async () => {
      let login = 'old';
      const careful = { careful: () => true, login: () => login };
      const [a, b] = [worker(careful), worker(careful)];
      await a.unauthorized();
      await pass(3_600_000);
      await a.unauthorized();
      expect(await a.acquire()).toMatchObject({ go: false });
      login = 'new';

      expect(await a.acquire()).toMatchObject({ go: true, probe: true });
      expect(await b.acquire()).toMatchObject({ go: false });
      await a.unauthorized();
      expect(await b.acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect(Math.round((await pauseMs()) / 1000), 'a new login has its three tries again').toBe(30);
    });

    it('is counted over an outage in between, until it succeeds', async () => {
      const { unauthorized, trip, acquire, close } = worker({ careful: () => true });
      const pauses: number[] = [];
      for (let count = 0; count < 4; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        await pass(3_600_000);
        await acquire();
        await trip(true);
        await pass(60_001);
        expect(await acquire()).toMatchObject({ probe: true, reason: 'unavailable' });
      }

      expect(pauses).toEqual([30, 120, 3600, 3600]);
      await close();
      await unauthorized();
      expect(Math.round((await pauseMs()) / 1000)).toBe(30);
    });

    it('rests its time also when a request that was under way meets an outage', async () => {
      const { unauthorized, trip, acquire } = worker({ careful: () => true });
      await unauthorized();
      await trip(true);
      await pass(1000);

      expect(await acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
    });

    it('of one worker does not have the refused login of another tried again', async () => {
      const [a, b] = ['login-a', 'login-b'].map((login) => worker({ careful: () => true, login: () => login }));
      if (!a || !b) throw new Error('two workers');
      const tries = { a: 0, b: 0 };
      for (let round = 0; round < 10; round += 1)
        for (const [name, each] of [
          ['a', a],
          ['b', b],
        ] as const)
          if ((await each.acquire()).go) {
            tries[name] += 1;
            await each.unauthorized();
          }

      expect(tries).toEqual({ a: 1, b: 1 });
      expect(await a.acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
    });

    it('of one worker neither stops another whose login works, nor is forgotten by it', async () => {
      const good = worker({ careful: () => true, login: () => 'good' });
      const bad = worker({ careful: () => true, login: () => 'bad' });
      await bad.unauthorized();
      expect(await good.acquire()).toMatchObject({ go: true, probe: true });
      await good.close();

      expect(await good.acquire()).toEqual({ go: true, probe: false });
      expect(await bad.acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect((await bad.look()).paused).toEqual(['unauthorized']);
      expect((await good.look()).paused).toEqual([]);
      await bad.unauthorized();
      expect(await redis.client.hget(keys.pause(SITE), 'login:bad'), 'what was under way says nothing new').toMatch(
        /^1 /,
      );
    });

    it('is told apart from a 403 for everything, which no try makes worse', async () => {
      const { unauthorized, close } = worker({ careful: () => true, random: () => 1 });
      const told = async () => (await readPauses(redis.client, keys, SITE)).jira?.reason;
      await unauthorized('forbidden');
      expect([await told(), Math.round((await pauseMs()) / 1000)]).toEqual(['forbidden', 2]);
      await pass(60_000);
      await unauthorized();
      expect(await told()).toBe('unauthorized');
      await pass(3_600_000);
      await unauthorized('forbidden');
      await close();
      expect(await told()).toBeUndefined();
      expect(await redis.client.hget(keys.pause(SITE), 'why')).toBeNull();
    });

    it('that an older version has noted is counted on', async () => {
      const { trip, unauthorized, acquire } = worker({ careful: () => true });
      await redis.client.hset(keys.pause(SITE), { reason: 'unauthorized', until: 1, failures: 2, login: 'login-1' });
      expect(await acquire()).toMatchObject({ probe: true });
      await trip(true);
      await pass(60_001);
      await acquire();
      await unauthorized();

      expect(Math.round((await pauseMs()) / 1000)).toBe(3600);
    });

    it('rests at once, also in an outage', async () => {
      const { trip, unauthorized, acquire } = worker();
      await trip(true);
      await unauthorized();

      expect(await acquire()).toMatchObject({ go: false, reason: 'unauthorized' });
    });
  });

  describe("a person's pause", () => {
    it('holds all requests, probes too, and is not ended by a Jira that is well', async () => {
      const { acquire, close, trip } = worker();
      await manualPause(3_600_000);
      await trip(true);
      await close();

      expect(await acquire()).toMatchObject({ go: false, reason: 'manual' });
      await pass(3_700_000);
      expect(await acquire()).toEqual({ go: true, probe: false });
    });

    it('that begins while a request waits for its slot holds that request too', async () => {
      const seen: (PauseReason | null)[] = [];
      const { acquire } = worker({
        rps: () => 0.6,
        onPause: (reason) => void seen.push(reason),
        sleep: async () => {
          await manualPause(60_000);
        },
      });
      expect(await acquire()).toEqual({ go: true, probe: false });

      expect(await acquire()).toMatchObject({ go: false, reason: 'manual' });
      expect(seen.at(-1)).toBe('manual');
    });
  });

  describe('the further requests of one that was let go', () => {
    it('go on, without a slot, until a pause has begun', async () => {
      const { rests, throttled, acquire } = worker({ rps: () => 0.1 });
      await acquire();
      expect([await rests(), await rests('search')]).toEqual([null, null]);

      await throttled(4000, { scope: 'endpoint', endpoint: 'search' });
      expect(await rests('create')).toBeNull();
      expect(await rests('search')).toMatchObject({ go: false, reason: 'throttled', scope: 'endpoint' });
      await manualPause(60_000);
      expect(await rests('create')).toMatchObject({ go: false, reason: 'manual' });
    });

    it('rest in an outage until a probe has found Jira well, and for a refused login of their own alone', async () => {
      const [ours, other] = [worker(), worker({ login: () => 'login-2' })];
      await ours.unauthorized();

      expect(await ours.rests()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect(await other.rests()).toBeNull();
      await ours.close();
      await ours.trip(true);
      expect(await other.rests()).toMatchObject({ go: false, reason: 'unavailable' });
      await pass(3_600_000);
      expect(await other.rests(), 'due for a probe').toMatchObject({ go: false, ms: 50, reason: 'unavailable' });
      expect(await ours.acquire()).toMatchObject({ probe: true });
      expect(await other.rests(), 'being probed').toMatchObject({ go: false, ms: 500, reason: 'unavailable' });
      await ours.close();
      expect(await other.rests()).toBeNull();
    });

    it('rest while their login is refused, though another one works and has ended the pause', async () => {
      const [ours, other] = [worker(), worker({ login: () => 'login-2' })];
      await ours.unauthorized();
      await other.close();

      expect(await ours.rests()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect(await other.rests()).toBeNull();
    });

    it('that waited for their slot while Jira forbade everything do not go before it is found well, though that rest is over', async () => {
      const waited: (() => void)[] = [];
      const circuit = worker({ sleep: () => new Promise((resolve) => waited.push(resolve)), rps: () => 10 });
      const admissions = Array.from({ length: 8 }, () => circuit.acquire('create'));
      await vi.waitFor(() => expect(waited.length).toBeGreaterThan(3));
      await circuit.unauthorized('forbidden');
      await pass(3_600_000);
      for (const wake of waited) wake();
      const after = (await Promise.all(admissions)).slice(-waited.length);

      expect(after.filter(({ go }) => go)).toEqual([]);
    });

    it('rest no longer than until another has probed, where the one that was to has left that', async () => {
      const [a, b] = [worker(), worker()];
      await a.trip(true);
      await pass(3_600_000);
      expect(await a.acquire()).toMatchObject({ probe: true });
      expect(await b.acquire()).toMatchObject({ go: false });
      await a.leaveProbe();
      expect(await b.acquire()).toMatchObject({ probe: true });
    });

    it('go on when a throttle is over, which needs no probe', async () => {
      const { rests, throttled } = worker();
      await throttled(4000);
      expect(await rests()).toMatchObject({ go: false, reason: 'throttled' });
      await pass(5001);
      expect(await rests()).toBeNull();
    });
  });

  it('of another Jira is its own', async () => {
    await worker().trip(true);

    expect(await worker({ site: 'http://other' }).acquire()).toMatchObject({ go: true });
  });
});
