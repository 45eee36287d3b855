import { failure } from '@guance-jira/jira/testing';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeGuance, guanceFailure } from '../back/testing/fake-guance.ts';
import { watchedDisk } from '../groups/testing/watched-disk.ts';
import { freezing } from '../testing/freezing.ts';
import { type ContextWorld, contextWorld } from './testing/context-world.ts';

const RULES = (context: string, more = '') => `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0 }
routes: [{ name: disks, context: ${context} }]${more}`;
const QUERY = `"L::re(\`.*\`) { \`host\` = '{{ tags.host }}' }"`;
const BOTH = `{ chart: true, logs: { query: ${QUERY}, lines: 2 } }`;
const ABOUT = { df_workspace_uuid: 'w', df_monitor_checker_id: 'rul_1', df_dimension_tags: '{"host":"web-1"}' };
const PNG = Buffer.from('\x89PNG\r\n\x1a\ndataIENDcrc!', 'latin1');
class Crash extends Error {}
const set = (world: ContextWorld, change: Partial<FakeGuance>) => void Object.assign(world.guance, change);

describe.skipIf(SKIPPED !== '')(`what a new issue is given${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** Its alert has its outcome. */
  async function opened(context = BOTH, keys = redis.keys(), more = ''): Promise<ContextWorld> {
    const world = contextWorld(redis.client, keys, RULES(context, more));
    const event = watchedDisk(ABOUT).next('critical');
    world.guance.burning.set(String(event.df_monitor_checker_event_ref), world.now - 1000);
    world.guance.lines.push(...['one', 'two', 'three'].map((text, at) => ({ at: at * 1000, text })));
    world.guance.picture = { type: 'image/png', bytes: PNG };
    expect(await world.faults.handle(event)).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    expect(world.guance.did).toEqual([]);
    return world;
  }
  const issueOf = (world: ContextWorld) => {
    const [issue] = world.faults.jira.issues;
    if (!issue) throw new Error('there is no issue');
    return issue;
  };
  const given = (world: ContextWorld) => [issueOf(world).comments.length, issueOf(world).attachments.length];

  it('is the chart and the last lines, the newest at the end', async () => {
    const world = await opened();

    expect((await world.add()).ends).toMatchObject({ logs: { end: 'added' }, chart: { end: 'added' } });

    expect(given(world)).toEqual([1, 1]);
    expect(issueOf(world).comments[0]?.text).toMatch(/2 行.*\{noformat\}\n08:00:01 two\n08:00:02 three\n\{noformat\}/s);
    expect(world.guance.did).toEqual(['logs', 'look', 'chart']);
    expect(world.guance.queries).toEqual(["L::re(`.*`) { `host` = 'web-1' }", 'M::`cpu`:(avg(`usage_total`))']);
    expect(world.ends).toEqual(['logs added', 'chart added']);
  });

  it('is given once, however often it is ordered and tried', async () => {
    const world = await opened();
    for (const _ of [1, 2]) await world.add();
    expect([given(world), world.ends.length]).toEqual([[1, 1], 2]);
  });

  it('is nothing without a word in the rules, nor to the list of a storm', async () => {
    const world = contextWorld(redis.client, redis.keys(), RULES('false'));
    await world.faults.handle(watchedDisk(ABOUT).next('critical'));
    expect(await world.attempt()).toEqual({ step: 'unknown' });

    const storm = await opened(BOTH, redis.keys(), '\nstorm: { limit: 1, window: 10m }');
    const receivedAt = Date.now();
    const other = watchedDisk({ ...ABOUT, df_dimension_tags: '{"host":"web-2"}' }).next('critical', { receivedAt });
    await storm.faults.attempt(other);
    await storm.faults.sweep(receivedAt);
    const listed = await storm.faults.handle(other);
    expect(listed.outcome).toBe('listed');
    expect(await storm.attempt(storm.faults.jira.issues[1]?.id)).toEqual({ step: 'unknown' });
  });

  it('says so where the log is empty', async () => {
    const world = await opened(`{ logs: { query: ${QUERY} } }`);
    world.guance.lines.splice(0);
    await world.add();
    expect(issueOf(world).comments[0]?.text).toContain('查不到日志');
  });

  it.each([
    ['no key', (world: ContextWorld) => set(world, { has: false }), { logs: /^no_key/, chart: /^no_key/ }],
    ['no picture', (world: ContextWorld) => set(world, { picture: null }), { logs: null, chart: /^no_picture/ }],
    [
      'a picture that is too large',
      (world: ContextWorld) => set(world, { picture: { type: 'image/png', bytes: Buffer.alloc(3_000_000) } }),
      { logs: null, chart: /^too_large/ },
    ],
    ['no open fault', (world: ContextWorld) => world.guance.burning.clear(), { logs: null, chart: /^no_query/ }],
    ['no query of its monitor', (world: ContextWorld) => set(world, { dql: null }), { logs: null, chart: /^no_query/ }],
    [
      'Guance that refuses',
      (world: ContextWorld) => set(world, { around: async () => Promise.reject(guanceFailure('refused')) }),
      { logs: /^guance: .*refused/, chart: /^guance: .*refused/ },
    ],
    [
      'Guance that is away for long',
      (world: ContextWorld) => set(world, { around: async () => Promise.reject(guanceFailure('ambiguous')) }),
      { logs: /^guance: .*ambiguous/, chart: /^guance: .*ambiguous/ },
    ],
    ['attachments switched off', attachAnswers(404, true), { logs: null, chart: /^jira: .*404/ }],
    ['a proxy that lets no picture through', attachAnswers(413, false), { logs: null, chart: /^jira: .*413/ }],
    ['a picture larger than Jira takes', attachAnswers(413, true), { logs: null, chart: /^jira: .*413/ }],
    ['attachments forbidden', attachAnswers(403, true), { logs: null, chart: /^jira: .*403/ }],
  ])('goes without, with a note: %s', async (_what, change, reasons) => {
    const world = await opened();
    change(world);

    const { ends } = await world.add();

    for (const [part, reason] of Object.entries(reasons)) {
      const end = ends[part === 'logs' ? 'logs' : 'chart'];
      if (reason === null) expect(end).toMatchObject({ end: 'added', reason: null });
      else expect(end).toMatchObject({ end: 'left_out', reason: expect.stringMatching(reason) });
    }
    expect(given(world)).toEqual([reasons.logs === null ? 1 : 0, 0]);
  });

  it('waits for a turn that nobody else wants, and gives up after a quarter of an hour', async () => {
    const keys = redis.keys();
    const world = await opened(BOTH, keys);
    const busy = () => redis.client.zadd(keys.guanceTurns('w'), Date.now() + 2000, `restore ${world.now}`);
    await busy();
    expect(await world.attempt()).toMatchObject({ step: 'wait', reason: expect.stringContaining('no_turn') });
    expect(world.guance.did).toEqual([]);
    world.now += 15 * 60_000;
    await busy();
    expect(await world.attempt()).toMatchObject({
      ends: { logs: { reason: expect.stringContaining('no_turn') }, chart: { end: 'left_out' } },
    });
  });

  it('is not given again to an issue that a wiped Redis finds by its marker', async () => {
    const keys = redis.keys();
    const world = contextWorld(redis.client, keys, RULES(BOTH));
    const disk = watchedDisk(ABOUT);
    const first = disk.next('critical');
    world.guance.burning.set(String(first.df_monitor_checker_event_ref), world.now - 1000);
    world.guance.picture = { type: 'image/png', bytes: PNG };
    await world.faults.handle(first);
    await world.add();
    expect(given(world)).toEqual([1, 1]);

    await redis.client.del(await redis.client.keys(`${keys.ledger.slice(0, keys.ledger.indexOf('}') + 1)}*`));
    world.faults.whole = false;
    expect(await world.faults.handle(disk.next('critical'))).toMatchObject({ issueKey: 'OPS-1' });

    expect(await world.attempt()).toEqual({ step: 'unknown' });
    expect(world.faults.jira.issues).toHaveLength(1);
  });

  it('is left out where Jira does not take it for a quarter of an hour', async () => {
    const world = await opened();
    world.faults.jira.around = async (call, act) => {
      if (call === 'attach') throw failure({ endpoint: 'attachments', status: null, sent: true });
      return act();
    };

    const { ends } = await world.add();

    expect(ends).toMatchObject({ logs: { end: 'added' }, chart: { end: 'left_out', reason: /^jira: / } });
    expect(world.now - Date.now()).toBeLessThan(16 * 60_000);
  });

  it('is ordered once, at whatever point the worker dies that makes the issue', async () => {
    let points = 0;
    for (const after of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const world = contextWorld(redis.client, redis.keys(), RULES(BOTH));
        const event = watchedDisk(ABOUT).next('critical');
        world.guance.burning.set(String(event.df_monitor_checker_event_ref), world.now - 1000);
        world.guance.picture = { type: 'image/png', bytes: PNG };
        let [calls, died] = [0, false];
        const around = async <T>(_call: string, act: () => Promise<T>): Promise<T> => {
          calls += 1;
          if (died || calls !== nth) return act();
          died = true;
          if (after) await act();
          throw new Crash();
        };
        world.faults.around = around;
        world.faults.jira.around = around;
        await world.faults.handle(event).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        const before = died;
        died = true;
        await world.faults.handle(event);
        await world.add();
        expect(
          [world.faults.jira.issues.length, given(world)],
          `dying ${after ? 'after' : 'before'} call ${nth}`,
        ).toEqual([...[1, [1, 1]]]);
        if (!before) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(20);
  });

  it('at any point where a worker dies, and however an answer is lost, is given once', async () => {
    let points = 0;
    for (const after of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const keys = redis.keys();
        const world = await opened(BOTH, keys);
        let calls = 0;
        let died = false;
        const around = async <T>(_call: string, act: () => Promise<T>): Promise<T> => {
          calls += 1;
          const now = calls === nth;
          died ||= now;
          if (now && !after) throw new Crash();
          const answer = await act();
          if (now) throw new Crash();
          return answer;
        };
        world.around = around;
        world.guance.around = around;
        world.faults.jira.around = around;
        for (let attempts = 0; ; attempts += 1) {
          if (attempts > 20) throw new Error('it finds no end');
          const step = await world.attempt().catch((error: unknown) => {
            if (error instanceof Crash) return null;
            throw error;
          });
          if (step?.step === 'done') break;
          await redis.client.del(keys.guanceTurns('w'));
        }
        expect(given(world), `dying ${after ? 'after' : 'before'} call ${nth}`).toEqual([1, 1]);
        if (!died) break;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(40);
  });

  it('leaves nothing in Redis for ever, at whatever point Redis is wiped', async () => {
    let points = 0;
    for (let nth = 1; ; nth += 1) {
      const world = await opened();
      let calls = 0;
      const around = async <T>(_call: string, act: () => Promise<T>): Promise<T> => {
        calls += 1;
        if (calls === nth) await redis.client.flushall();
        return act();
      };
      world.around = around;
      world.guance.around = around;
      world.faults.jira.around = around;
      await world.add().catch(String);
      if (calls < nth) break;
      const left = await redis.client.keys('*context*');
      const ends = await Promise.all(left.map(async (key) => [nth, key, (await redis.client.ttl(key)) > 0]));
      expect(ends).toEqual(left.map((key) => [nth, key, true]));
      points += 1;
    }
    expect(points).toBeGreaterThan(15);
  });

  it('is given once where its worker is frozen before any step, until another has given it', async () => {
    let points = 0;
    for (let nth = 1; ; nth += 1) {
      const world = await opened();
      const freezer = freezing(nth);
      world.around = freezer.around;
      world.guance.around = freezer.around;
      world.faults.jira.around = freezer.around;
      const old = world.add().catch(String);
      const call = await freezer.frozenIn(old);
      if (call === '') break;
      await world.add();
      freezer.thaw();
      await old;
      // What is on its way already cannot be held back.
      if (call === 'comment' || call === 'attach') continue;
      expect([nth, call, given(world)]).toEqual([nth, call, [1, 1]]);
      points += 1;
    }
    expect(points).toBeGreaterThan(15);
  });
});

function attachAnswers(status: number, own: boolean) {
  return (world: ContextWorld) => {
    world.faults.jira.around = async (call, act) => {
      if (call === 'attach') throw failure({ endpoint: 'attachments', status, own });
      return act();
    };
  };
}
