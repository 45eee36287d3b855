import { readPauses } from '@guance-jira/operations';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Admission, createPace, type Pace, type PaceOptions, type PauseReason } from './circuit.ts';

const SITE = 'http://jira';

describe.skipIf(SKIPPED)(`the pace of requests to one Jira${SKIPPED}`, () => {
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
  const worker = (change: Partial<PaceOptions> = {}): Pace =>
    createPace(redis.connect(), keys, {
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
      const pace = worker();
      expect(await pace.look()).toEqual({ paused: [], perSecond: 1000 });

      await pace.throttled(60_000, { scope: 'endpoint', endpoint: 'search' });
      expect((await pace.look()).paused).toEqual(['throttled']);
      await pace.unauthorized();
      await manualPause(60_000);

      expect((await pace.look()).paused).toEqual(['manual', 'unauthorized', 'throttled']);
      expect((await pace.look()).paused).toEqual(['manual', 'unauthorized', 'throttled']);
    });

    it('takes an outage for one until a probe has found Jira well, and a throttle until its time', async () => {
      const pace = worker();
      await pace.unavailable(true);
      await pass(3_600_000);
      expect((await pace.look()).paused).toEqual(['unavailable']);

      await pace.well();
      await pace.throttled(1000);
      expect((await pace.look()).paused).toEqual(['throttled']);
      await pass(3_600_000);
      expect((await pace.look()).paused).toEqual([]);
    });

    it('tells the rate that was learnt', async () => {
      const pace = worker({ rps: () => ({ start: 20, most: 100 }) });
      expect((await pace.look()).perSecond).toBe(20);
      await pace.throttled(1000);
      expect((await pace.look()).perSecond).toBe(10);
    });
  });

  describe('rate', () => {
    it('spaces requests evenly over all workers', async () => {
      const workers = [worker({ rps: () => 20 }), worker({ rps: () => 20 })];
      const due: number[] = [];
      for (let count = 0; count < 30; count += 1) {
        await workers[count % 2]?.admit();
        due.push(Number(await redis.client.get(keys.bucket(SITE))));
      }

      const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
      // More than 50 ms only where nothing was waiting.
      expect(Math.min(...gaps)).toBe(50);
      expect((due.at(-1) ?? 0) - (due[0] ?? 0)).toBeGreaterThanOrEqual(29 * 50);
    });

    it('waits for a near slot in place, and sends away from a far one', async () => {
      const slept: number[] = [];
      const { admit } = worker({ rps: () => 10, sleep: async (ms) => void slept.push(ms) });
      const answers: Admission[] = await Promise.all(Array.from({ length: 40 }, () => admit()));
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
      const { admit } = worker({ rps: () => 50 });
      const due = async () => Number(await redis.client.get(keys.bucket(SITE)));
      const now = async () => {
        const [s, us] = await redis.client.time();
        return Number(s) * 1000 + Math.floor(Number(us) / 1000);
      };
      const before = await now();
      await admit();
      expect(await due()).toBeGreaterThanOrEqual(before - 200 + 20);
      expect(await due()).toBeLessThanOrEqual((await now()) - 200 + 20);

      const hiccup = (await now()) - 50;
      await redis.client.set(keys.bucket(SITE), hiccup);
      await admit();
      expect(await due(), 'no slot is lost').toBe(hiccup + 20);
    });

    it('that is learnt holds for all workers, grows while requests wait, and falls once when Jira refuses', async () => {
      const learning = { rps: () => ({ start: 20, most: 100 }) };
      const [a, b] = [worker(learning), worker(learning)];
      const perSecond = async () => Number(await redis.client.hget(`${keys.bucket(SITE)}:rate`, 'perSecond'));
      for (let count = 0; count < 20; count += 1) await a.admit();
      a.answered({ perSecond: 30, near: false });
      await expect.poll(perSecond).toBeCloseTo(20.7);
      await b.throttled(5000);
      await a.throttled(5000);
      expect(await perSecond()).toBeCloseTo(10.35);

      await pass(6000);
      await redis.client.del(keys.bucket(SITE));
      const due = async () => Number(await redis.client.get(keys.bucket(SITE)));
      await b.admit();
      const before = await due();
      await a.admit();
      expect((await due()) - before).toBeCloseTo(1000 / 10.35, 0);
    });

    it('that is set is not changed by what Jira says', async () => {
      const { admit, answered, throttled } = worker({ rps: () => 20 });
      await admit();
      answered({ perSecond: 5, near: true });
      await throttled(1000);

      expect(await redis.client.exists(`${keys.bucket(SITE)}:rate`)).toBe(0);
    });

    it('lets a request go at once when nobody was before it', async () => {
      const slept: number[] = [];
      await worker({ rps: () => 0.1, sleep: async (ms) => void slept.push(ms) }).admit();

      expect(slept).toEqual([]);
    });
  });

  describe('an outage', () => {
    it('is not seen in one or two lost answers, but in the third', async () => {
      const [a, b] = [worker(), worker()];
      await a.unavailable(false);
      await b.unavailable(false);
      expect(await a.admit()).toEqual({ go: true, probe: false });
      await a.unavailable(false);

      expect(await b.admit()).toMatchObject({ go: false, reason: 'unavailable' });
    });

    it('is not seen in lost answers that lie half a minute apart', async () => {
      const { unavailable, admit } = worker();
      for (let count = 0; count < 5; count += 1) {
        await unavailable(false);
        await pass(31_000);
      }

      expect(await admit()).toMatchObject({ go: true });
    });

    it('is seen at once where nothing was sent', async () => {
      const { unavailable, admit } = worker();
      await unavailable(true);

      const answer = await admit();
      expect(answer).toMatchObject({ go: false, reason: 'unavailable' });
      expect(!answer.go && answer.ms).toBeLessThanOrEqual(500);
    });

    it('is seen at once, and as long as Jira says, in a 503 that says when to come back', async () => {
      const { unavailable, admit } = worker({ random: () => 1 });
      await unavailable(false, 20_000);

      expect(await admit()).toMatchObject({ go: false, reason: 'unavailable' });
      expect(Math.round((await pauseMs()) / 1000), 'with some spread').toBe(25);
      await pass(25_000);
      expect(await admit()).toMatchObject({ go: true, probe: true });
    });

    it('is probed by one worker at a time', async () => {
      const workers = [worker(), worker()];
      await workers[0]?.unavailable(true);
      await pass(1000);
      const answers = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => (workers[index] ?? worker()).admit()));

      expect(answers.filter((answer) => answer.go)).toEqual([{ go: true, probe: true, reason: 'unavailable' }]);
      // A worker that dies while it probes holds up the others for half a minute.
      await pass(30_001);
      expect(await workers[1]?.admit()).toMatchObject({ go: true, probe: true });
    });

    it('makes pauses grow to a minute, and starts anew after it was over', async () => {
      const { unavailable, admit, well } = worker();
      for (const ms of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]) {
        await expectPause(ms, () => unavailable(true));
        await pass(60_001);
        expect(await admit()).toMatchObject({ probe: true });
      }

      await well();
      expect(await admit()).toEqual({ go: true, probe: false });
      await expectPause(500, () => unavailable(true));
    });

    it('is not made longer by requests that were already under way', async () => {
      const [a, b] = [worker(), worker()];
      // Far along, so that the pause outlasts the test.
      for (let count = 1; count <= 7; count += 1) {
        await a.unavailable(true);
        if (count === 7) break;
        await pass(30_001);
        expect(await a.admit()).toMatchObject({ probe: true });
      }
      for (let count = 0; count < 50; count += 1) await b.unavailable(count % 2 === 0);
      await pass(30_000);

      expect(await a.admit()).toMatchObject({ go: true, probe: true });
      expect(await redis.client.hget(keys.pause(SITE), 'failures')).toBe('7');
    });

    it('spreads the return of the waiting', async () => {
      const least = worker({ random: () => 0 });
      const most = worker({ random: () => 1 });
      await most.unavailable(true);
      const [soon, late] = [await least.admit(), await most.admit()];

      expect(soon.go || late.go).toBe(false);
      expect(!late.go && !soon.go && late.ms > soon.ms).toBe(true);
    });

    it('tells why requests rest, and when they go again', async () => {
      const told: (PauseReason | null)[] = [];
      const { admit, unavailable, well } = worker({ onPause: (reason) => told.push(reason) });
      await admit();
      await unavailable(true);
      await admit();
      await well();
      await admit();

      expect(told).toEqual([null, 'unavailable', null]);
    });
  });

  describe('a 429', () => {
    it('rests as long as Jira asks, and needs no probe after it', async () => {
      const { throttled, admit } = worker();
      await throttled(7000);
      const answer = await admit();

      expect(answer).toMatchObject({ go: false, reason: 'throttled' });
      expect(!answer.go && answer.ms).toBeGreaterThan(6000);
      await pass(7000);
      expect(await admit()).toEqual({ go: true, probe: false });
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

      expect(await b.admit('create')).toMatchObject({ go: false, reason: 'throttled', scope: 'endpoint' });
      expect(await b.admit('search')).toEqual({ go: true, probe: false });
      expect(await b.admit()).toEqual({ go: true, probe: false });
      await redis.client.hincrby(`${keys.pause(SITE)}:create`, 'until', -9000);
      expect(await b.admit('create')).toEqual({ go: true, probe: false });
    });

    it('of one issue rests nothing else and lowers no rate', async () => {
      const { throttled, admit } = worker({ rps: () => ({ start: 20, most: 100 }) });
      await throttled(7000, { scope: 'issue' });

      expect(await admit('create')).toEqual({ go: true, probe: false });
      expect(await redis.client.exists(`${keys.bucket(SITE)}:rate`)).toBe(0);
    });

    it('does not end a pause for a refused login', async () => {
      const { unauthorized, throttled, admit } = worker({ careful: () => true });
      await unauthorized();
      await throttled(1000);
      await pass(1500);

      expect(await admit()).toMatchObject({ go: false, reason: 'unauthorized' });
    });
  });

  describe('a refused login', () => {
    it('with a token is tried again at growing pauses up to five minutes', async () => {
      const { unauthorized, admit } = worker({ random: () => 1 });
      const pauses: number[] = [];
      for (let count = 0; count < 10; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        await pass(400_000);
        expect(await admit()).toMatchObject({ probe: true, reason: 'unauthorized' });
      }

      expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    });

    it('with a password on Data Center is tried three times, then hourly', async () => {
      const { unauthorized, admit } = worker({ careful: () => true });
      const pauses: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        expect(await admit()).toMatchObject({ go: false, reason: 'unauthorized' });
        await pass(3_600_000);
        expect(await admit()).toMatchObject({ probe: true });
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
      expect(await a.admit()).toMatchObject({ go: false });
      login = 'new';

      expect(await a.admit()).toMatchObject({ go: true, probe: true });
      expect(await b.admit()).toMatchObject({ go: false });
      await a.unauthorized();
      expect(await b.admit()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect(Math.round((await pauseMs()) / 1000), 'a new login has its three tries again').toBe(30);
    });

    it('is counted over an outage in between, until it succeeds', async () => {
      const { unauthorized, unavailable, admit, well } = worker({ careful: () => true });
      const pauses: number[] = [];
      for (let count = 0; count < 4; count += 1) {
        await unauthorized();
        pauses.push(Math.round((await pauseMs()) / 1000));
        await pass(3_600_000);
        await admit();
        await unavailable(true);
        await pass(60_001);
        expect(await admit()).toMatchObject({ probe: true, reason: 'unavailable' });
      }

      expect(pauses).toEqual([30, 120, 3600, 3600]);
      await well();
      await unauthorized();
      expect(Math.round((await pauseMs()) / 1000)).toBe(30);
    });

    it('rests its time also when a request that was under way meets an outage', async () => {
      const { unauthorized, unavailable, admit } = worker({ careful: () => true });
      await unauthorized();
      await unavailable(true);
      await pass(1000);

      expect(await admit()).toMatchObject({ go: false, reason: 'unauthorized' });
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
          if ((await each.admit()).go) {
            tries[name] += 1;
            await each.unauthorized();
          }

      expect(tries).toEqual({ a: 1, b: 1 });
      expect(await a.admit()).toMatchObject({ go: false, reason: 'unauthorized' });
    });

    it('of one worker neither stops another whose login works, nor is forgotten by it', async () => {
      const good = worker({ careful: () => true, login: () => 'good' });
      const bad = worker({ careful: () => true, login: () => 'bad' });
      await bad.unauthorized();
      expect(await good.admit()).toMatchObject({ go: true, probe: true });
      await good.well();

      expect(await good.admit()).toEqual({ go: true, probe: false });
      expect(await bad.admit()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect((await bad.look()).paused).toEqual(['unauthorized']);
      expect((await good.look()).paused).toEqual([]);
      await bad.unauthorized();
      expect(await redis.client.hget(keys.pause(SITE), 'login:bad'), 'what was under way says nothing new').toMatch(
        /^1 /,
      );
    });

    it('is told apart from a 403 for everything, which no try makes worse', async () => {
      const { unauthorized, well } = worker({ careful: () => true, random: () => 1 });
      const told = async () => (await readPauses(redis.client, keys, SITE)).jira?.reason;
      await unauthorized('forbidden');
      expect([await told(), Math.round((await pauseMs()) / 1000)]).toEqual(['forbidden', 2]);
      await pass(60_000);
      await unauthorized();
      expect(await told()).toBe('unauthorized');
      await pass(3_600_000);
      await unauthorized('forbidden');
      await well();
      expect(await told()).toBeUndefined();
      expect(await redis.client.hget(keys.pause(SITE), 'why')).toBeNull();
    });

    it('that an older version has noted is counted on', async () => {
      const { unavailable, unauthorized, admit } = worker({ careful: () => true });
      await redis.client.hset(keys.pause(SITE), { reason: 'unauthorized', until: 1, failures: 2, login: 'login-1' });
      expect(await admit()).toMatchObject({ probe: true });
      await unavailable(true);
      await pass(60_001);
      await admit();
      await unauthorized();

      expect(Math.round((await pauseMs()) / 1000)).toBe(3600);
    });

    it('rests at once, also in an outage', async () => {
      const { unavailable, unauthorized, admit } = worker();
      await unavailable(true);
      await unauthorized();

      expect(await admit()).toMatchObject({ go: false, reason: 'unauthorized' });
    });
  });

  describe("a person's pause", () => {
    it('holds all requests, probes too, and is not ended by a Jira that is well', async () => {
      const { admit, well, unavailable } = worker();
      await manualPause(3_600_000);
      await unavailable(true);
      await well();

      expect(await admit()).toMatchObject({ go: false, reason: 'manual' });
      await pass(3_700_000);
      expect(await admit()).toEqual({ go: true, probe: false });
    });

    it('that begins while a request waits for its slot holds that request too', async () => {
      const seen: (PauseReason | null)[] = [];
      const { admit } = worker({
        rps: () => 0.6,
        onPause: (reason) => void seen.push(reason),
        sleep: async () => {
          await manualPause(60_000);
        },
      });
      expect(await admit()).toEqual({ go: true, probe: false });

      expect(await admit()).toMatchObject({ go: false, reason: 'manual' });
      expect(seen.at(-1)).toBe('manual');
    });
  });

  describe('the further requests of one that was let go', () => {
    it('go on, without a slot, until a pause has begun', async () => {
      const { rests, throttled, admit } = worker({ rps: () => 0.1 });
      await admit();
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
      await ours.well();
      await ours.unavailable(true);
      expect(await other.rests()).toMatchObject({ go: false, reason: 'unavailable' });
      await pass(3_600_000);
      expect(await other.rests(), 'due for a probe').toMatchObject({ go: false, ms: 50, reason: 'unavailable' });
      expect(await ours.admit()).toMatchObject({ probe: true });
      expect(await other.rests(), 'being probed').toMatchObject({ go: false, ms: 500, reason: 'unavailable' });
      await ours.well();
      expect(await other.rests()).toBeNull();
    });

    it('rest while their login is refused, though another one works and has ended the pause', async () => {
      const [ours, other] = [worker(), worker({ login: () => 'login-2' })];
      await ours.unauthorized();
      await other.well();

      expect(await ours.rests()).toMatchObject({ go: false, reason: 'unauthorized' });
      expect(await other.rests()).toBeNull();
    });

    it('that waited for their slot while Jira forbade everything do not go before it is found well, though that rest is over', async () => {
      const waited: (() => void)[] = [];
      const pace = worker({ sleep: () => new Promise((resolve) => waited.push(resolve)), rps: () => 10 });
      const admissions = Array.from({ length: 8 }, () => pace.admit('create'));
      await vi.waitFor(() => expect(waited.length).toBeGreaterThan(3));
      await pace.unauthorized('forbidden');
      await pass(3_600_000);
      for (const wake of waited) wake();
      const after = (await Promise.all(admissions)).slice(-waited.length);

      expect(after.filter(({ go }) => go)).toEqual([]);
    });

    it('rest no longer than until another has probed, where the one that was to has left that', async () => {
      const [a, b] = [worker(), worker()];
      await a.unavailable(true);
      await pass(3_600_000);
      expect(await a.admit()).toMatchObject({ probe: true });
      expect(await b.admit()).toMatchObject({ go: false });
      await a.leaveProbe();
      expect(await b.admit()).toMatchObject({ probe: true });
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
    await worker().unavailable(true);

    expect(await worker({ site: 'http://other' }).admit()).toMatchObject({ go: true });
  });
});
