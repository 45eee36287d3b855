import { GuanceFailure } from '@guance-jira/guance';
import { readLookRecord } from '@guance-jira/ledger';
import { parseRules } from '@guance-jira/mapping';
import type { Keys, RedisClient } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listOpen } from './list-open.ts';
import { lookAt } from './look.ts';
import type { LookDeps } from './look-deps.ts';
import { startCatchUp } from './sweep.ts';
import { HOUR, type LookWorld, lookWorld, MINUTE, lookRules as rules, WORKSPACE } from './testing/look-world.ts';

describe.skipIf(SKIPPED !== '')(`a look at Guance${SKIPPED}`, () => {
  let server: TestRedis;
  let redis: RedisClient;
  let keys: Keys;
  let now: number;
  let there: LookWorld['there'];
  let caught: LookWorld['caught'];
  let closed: LookWorld['closed'];
  let deps: LookDeps;
  let queued: LookWorld['queued'];
  let jobOf: LookWorld['jobOf'];
  let heard: LookWorld['heard'];
  let standing: LookWorld['standing'];
  beforeAll(async () => {
    server = await startRedis();
    redis = server.connect();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    keys = server.keys();
    now = Date.now();
    ({ there, caught, closed, deps, queued, jobOf, heard, standing } = lookWorld(redis, keys, () => now));
  });

  it('makes an event of a fault that never came, under its own id, and at the next look it is known', async () => {
    const eventId = there.happens('r1', 'critical', 10 * MINUTE, { Result: '97.5' });

    expect((await lookAt(null, deps)).unseen.count).toBe(0);
    await lookAt(now, deps);

    expect(await queued()).toEqual([eventId]);
    expect(await jobOf(eventId)).toMatchObject({
      ...{ v: 1, eventId, caughtUp: true, receivedAt: now },
      event: {
        df_workspace_uuid: WORKSPACE,
        host: 'r1',
        Result: '97.5',
        timestamp: Math.floor((now - 10 * MINUTE) / 1000),
      },
    });
    expect(caught).toEqual(['fault']);
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(1);
  });

  it('tells of it where the route does not catch up, asks no second time, and takes it once the rules say so', async () => {
    deps.rules = () => rules(false);
    const eventId = there.happens('r1', 'critical', 10 * MINUTE);
    there.happens('r2', 'warning', 10 * MINUTE);
    there.happens('r3', 'critical', 10 * MINUTE, { df_is_silent: 'true' });
    there.happens('r4', 'critical', MINUTE);

    for (const _ of [1, 2])
      expect((await lookAt(null, deps)).unseen).toMatchObject({ count: 1, faults: [{ eventId, route: 'all' }] });
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(3);
    expect(await queued()).toEqual([]);

    deps.rules = () => rules(true);
    expect((await lookAt(null, deps)).unseen.count).toBe(0);
    expect(await queued()).toEqual([eventId]);
  });

  it('knows a fault of which an earlier event came, whose object has its issue, or whose first event waits', async () => {
    there.happens('heard', 'critical', HOUR);
    there.happens('heard', 'critical', 10 * MINUTE);
    await heard('heard', 'critical', HOUR);
    there.happens('open', 'critical', HOUR);
    there.happens('open', 'critical', 10 * MINUTE);
    await standing('open');
    there.happens('waits', 'critical', 10 * MINUTE, { df_fault_id: 'event-first' });
    await deps.producer.confirm([
      { v: 1, eventId: 'event-first', event: { df_workspace_uuid: WORKSPACE, df_status: 'critical' }, receivedAt: now },
    ]);

    expect((await lookAt(null, deps)).unseen.count).toBe(0);
    expect(await queued()).toEqual(['event-first']);
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(1);
  });

  it('makes one of what is delivered while it is read, and of what a worker enqueued before it died', async () => {
    const eventId = there.happens('r1', 'critical', 10 * MINUTE);
    const delivered = {
      v: 1 as const,
      eventId,
      event: { df_workspace_uuid: WORKSPACE, df_status: 'critical' },
      receivedAt: now,
    };
    there.before = async (endpoint) => {
      if (endpoint === 'event') await deps.producer.confirm([delivered]);
    };
    await lookAt(null, deps);
    expect([caught, await jobOf(eventId)]).toEqual([[], delivered]);

    const second = there.happens('r2', 'critical', 10 * MINUTE);
    const dying: LookDeps = {
      ...deps,
      producer: {
        confirm: async (jobs) => {
          await deps.producer.confirm(jobs);
          throw new Error('killed');
        },
      },
    };
    await expect(lookAt(null, dying)).rejects.toThrow('killed');
    await lookAt(null, deps);
    expect(await queued()).toEqual([eventId, second].sort());
    expect(caught).toEqual([]);
  });

  it('enqueues the recovery that never came, once it is the newest event, and tells of it where it may not', async () => {
    there.happens('over', 'critical', HOUR);
    const recovery = there.happens('over', 'ok', 10 * MINUTE);
    there.happens('rings-once', 'critical', 30 * HOUR);
    for (const ref of ['over', 'rings-once']) {
      await standing(ref);
      await heard(ref, 'critical', ref === 'over' ? HOUR : 30 * HOUR);
    }
    deps.rules = () => rules(false);
    expect((await lookAt(now, deps)).over).toMatchObject({
      count: 1,
      faults: [{ eventId: recovery, issueKey: 'OPS-1' }],
    });
    expect(await queued()).toEqual([]);

    deps.rules = () => rules(true);
    expect((await lookAt(now, deps)).over.count).toBe(0);
    expect([await queued(), caught]).toEqual([[recovery], ['recovery']]);

    await heard('over', 'ok', 10 * MINUTE);
    there.asked.length = 0;
    await lookAt(now, deps);
    expect(await queued()).toEqual([recovery]);
  });

  it('tells of no issue that a person has closed, and asks for it no more', async () => {
    deps.rules = () => rules(false);
    there.happens('over', 'critical', HOUR);
    there.happens('over', 'ok', 10 * MINUTE);
    await standing('over');
    await heard('over', 'critical', HOUR);
    expect((await lookAt(now, deps)).over.count).toBe(1);

    closed.add('OPS-1');
    expect((await lookAt(now, deps)).over.count).toBe(0);
    there.asked.length = 0;
    await lookAt(now, deps);
    expect(there.asked).not.toContain('query');

    const next = there.happens('over', 'critical', 5 * MINUTE);
    deps.rules = () => rules(true);
    await lookAt(now, deps);
    expect(await queued()).toEqual([next]);
  });

  it('concludes nothing where Guance does not let the newest events be asked', async () => {
    there.happens('over', 'critical', HOUR);
    there.happens('over', 'ok', 10 * MINUTE);
    await standing('over');
    await heard('over', 'critical', HOUR);
    const weekend = there.happens('weekend', 'critical', 20 * HOUR);
    let kind: 'refused' | 'ambiguous' | null = 'refused';
    there.before = (endpoint) => {
      if (endpoint === 'query' && kind !== null) throw new GuanceFailure(kind, { endpoint, status: 500, said: 'no' });
    };
    const now10 = there.happens('now', 'critical', 10 * MINUTE);

    const found = await lookAt(now - 30 * HOUR, deps);
    expect([found.over.count, found.unseen.count, await queued()]).toEqual([0, 1, [now10]]);
    // The window in which it stood is not read again.
    kind = 'ambiguous';
    expect((await lookAt(now, deps)).unseen).toMatchObject({ count: 1, faults: [{ ref: 'weekend' }] });
    kind = null;
    expect((await lookAt(now, deps)).unseen.count).toBe(0);
    expect(await queued()).toContain(weekend);
  });

  it('loses nothing of a weekend that still burns, and takes nothing that is over', async () => {
    const saturday = there.happens('rings-once', 'critical', 50 * HOUR);
    there.happens('over', 'critical', 50 * HOUR);
    there.happens('over', 'ok', 40 * HOUR);
    const often = [40, 20, 2].map((hours) => there.happens('often', 'critical', hours * HOUR)).at(-1) ?? '';

    await lookAt(now - 62 * HOUR, deps);

    expect(await queued()).toEqual([saturday, often].sort());
    expect(there.asked.filter((endpoint) => endpoint === 'abnormal')).toHaveLength(11);
  });

  it('reads a list to its end, and goes on past an event that Guance cannot give', async () => {
    deps.rules = () => rules(false);
    for (let index = 0; index < 130; index += 1) there.happens(`r${index}`, 'critical', 10 * MINUTE);
    let gone = 1;
    there.before = (endpoint) => {
      if (endpoint !== 'event' || gone === 0) return;
      gone -= 1;
      throw new GuanceFailure('refused', { endpoint, status: 404, said: 'gone' });
    };

    // A look reads a hundred of them whole, and the next one the rest.
    expect(await lookAt(null, deps)).toMatchObject({ unseen: { count: 100 }, more: true });
    const { unseen, more } = await lookAt(null, deps);

    expect([unseen.count, unseen.faults.length, more]).toEqual([130, 50, false]);
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(130);
  });

  it('reads what nobody has read before what was muted, which is read again and again', async () => {
    for (let index = 0; index < 150; index += 1)
      there.happens(`muted${index}`, 'critical', HOUR, { df_is_silent: 'true' });
    for (const _ of [1, 2]) await lookAt(null, deps);
    now += 16 * MINUTE;
    const fault = there.happens('r1', 'critical', 10 * MINUTE);

    there.asked.length = 0;
    expect((await lookAt(null, deps)).more).toBe(false);
    expect(await queued()).toEqual([fault]);
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(26);
  });

  it('lists thousands', async () => {
    for (let index = 0; index < 2345; index += 1) there.happens(`r${index}`, 'critical', 10 * MINUTE);

    expect((await listOpen(deps, null, now)).now).toHaveLength(2345);
  });

  it('reads the rest of an old outage at the next look, though its window is not listed again', async () => {
    for (let index = 0; index < 120; index += 1) there.happens(`r${index}`, 'critical', 20 * HOUR);

    expect((await lookAt(now - 24 * HOUR, deps)).more).toBe(true);
    expect((await lookAt(now, deps)).more).toBe(false);

    expect(await queued()).toHaveLength(120);
  });

  it('goes on past an event at which Guance fails each time, and stops where it fails at all', async () => {
    const [poison] = ['r1', 'r2', 'r3', 'r4'].map((ref) => there.happens(ref, 'critical', 10 * MINUTE));
    let failing: 'first' | 'none' | 'all' = 'first';
    let count = 0;
    there.before = (endpoint) => {
      if (endpoint !== 'event') return;
      count += 1;
      if (failing === 'all' || (failing === 'first' && count === 1))
        throw new GuanceFailure('ambiguous', { endpoint, status: 500, said: 'no' });
    };

    expect((await lookAt(null, deps)).unseen).toMatchObject({ count: 1, faults: [{ eventId: poison }] });
    expect(await queued()).toHaveLength(3);
    count = 0;
    expect((await lookAt(null, deps)).unseen.count).toBe(1);
    expect(count).toBe(0);
    now += 16 * MINUTE;
    failing = 'none';
    expect((await lookAt(null, deps)).unseen.count).toBe(0);
    expect(await queued()).toContain(poison);

    failing = 'all';
    for (const ref of ['s1', 's2', 's3', 's4']) there.happens(ref, 'critical', 10 * MINUTE);
    await expect(lookAt(null, deps)).rejects.toMatchObject({ kind: 'ambiguous' });
  });

  it('takes a round that began while nothing was received, though the one before stands here', async () => {
    const second = there.happens('r1', 'critical', 2 * HOUR);
    await standing('r1', { applied: { at: now - 9 * HOUR, receivedAt: now - 9 * HOUR, eventId: 'first' } });
    await heard('r1', 'critical', 9 * HOUR);

    await lookAt(now - 3 * HOUR, deps);

    expect(await queued()).toEqual([second]);
  });

  it('finds where a round began in the windows of an outage, where the newest has it as older', async () => {
    const first = there.happens('r1', 'critical', 10 * HOUR);
    const repeat = there.happens('r1', 'critical', 1 * HOUR);
    await standing('r1', { applied: { at: now - 30 * HOUR, receivedAt: now - 30 * HOUR, eventId: 'first' } });
    await heard('r1', 'critical', 30 * HOUR);

    await lookAt(now - 20 * HOUR, deps);

    expect([await queued(), first === repeat]).toEqual([[repeat], false]);
  });

  it('tells of a fault that an issue may stand for which Redis has forgotten, where only its own event would find it', async () => {
    there.happens('r1', 'critical', 2 * HOUR);
    const fault = there.happens('r1', 'critical', 10 * MINUTE);
    const asked: number[] = [];
    deps.mayStandForgotten = async (since) => {
      asked.push(since);
      return true;
    };
    const [byEvent, byFault] = ['event', 'fault'].map((group) =>
      parseRules(`routes: [{ name: all, project: OPS, issueType: Task, group: ${group}, catchUp: true }]`, 'r.yaml'),
    );
    if (!byEvent || !byFault) throw new Error('no rules');
    deps.rules = () => byEvent;

    for (const _ of [1, 2]) expect((await lookAt(null, deps)).unseen.count).toBe(1);
    expect([await queued(), asked]).toEqual([[], [now - 2 * HOUR, now - 2 * HOUR]]);
    expect(there.asked.filter((endpoint) => endpoint === 'event')).toHaveLength(1);

    deps.rules = () => byFault;
    await lookAt(null, deps);
    expect(await queued()).toEqual([fault]);
  });

  it('takes nothing of which neither key nor event say whose it is', async () => {
    there.happens('r1', 'critical', 10 * MINUTE);
    const named = there.happens('r2', 'critical', 10 * MINUTE, { df_workspace_uuid: WORKSPACE });
    there.before = (endpoint) => {
      if (endpoint === 'workspace') throw new GuanceFailure('unauthorized', { endpoint, status: 403, said: 'no' });
    };

    expect((await lookAt(null, deps)).unseen).toMatchObject({ count: 1, faults: [{ ref: 'r1' }] });
    expect(await queued()).toEqual([named]);
  });

  it('goes on past a recovery that nobody can read, and with a key that may not ask for its workspace', async () => {
    there.happens('over', 'critical', HOUR);
    there.happens('over', 'ok', 10 * MINUTE);
    await standing('over');
    await heard('over', 'critical', HOUR);
    there.before = (endpoint) => {
      if (endpoint === 'workspace') throw new GuanceFailure('unauthorized', { endpoint, status: 403, said: 'no' });
      if (endpoint === 'event') throw new GuanceFailure('refused', { endpoint, status: 404, said: 'gone' });
    };

    expect(await lookAt(now, deps)).toMatchObject({ over: { count: 1 } });
    expect(await queued()).toEqual([]);
  });

  it('takes nothing by a key of another workspace, nor an event of one', async () => {
    there.happens('r1', 'critical', 10 * MINUTE, { df_workspace_uuid: 'wksp_other' });
    await expect(lookAt(null, deps)).rejects.toThrow('of the workspace wksp_other');

    there.workspace = 'wksp_other';
    await expect(lookAt(null, deps)).rejects.toThrow('of the workspace wksp_other');
    expect(await queued()).toEqual([]);
  });

  it('is made by one worker of all, told when it fails, and made again', async () => {
    const eventId = there.happens('r1', 'critical', 10 * MINUTE);
    let failures = 1;
    there.before = (endpoint) => {
      if (endpoint !== 'abnormal' || failures === 0) return;
      failures -= 1;
      throw new GuanceFailure('not_executed', { endpoint, status: null, said: 'nobody listens' });
    };
    const workers = [1, 2, 3].map(() => startCatchUp({ ...deps, now: Date.now }, [WORKSPACE], 1000));
    const record = () => readLookRecord(redis, keys, WORKSPACE);
    while ((await record()).problem === null) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await record()).toMatchObject({ lookedAt: null, problem: { kind: 'not_executed' } });
    while ((await record()).lookedAt === null) await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all(workers.map((worker) => worker.close()));

    expect(await record()).toMatchObject({ problem: null, unseen: { count: 0 } });
    expect([await queued(), caught]).toEqual([[eventId], ['fault']]);
    expect(there.asked.slice(0, 5)).toEqual(['workspace', 'abnormal', 'workspace', 'abnormal', 'event']);
  });
});
