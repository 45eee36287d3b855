import { type FaultState, type StormWindow, stormKeys, textOfState } from '@guance-jira/ledger';
import { known, moment } from '@guance-jira/ledger/testing';
import { ABOUT_FIELD, keysFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedRedis } from '../opened-redis.ts';
import { listFaults } from './list-faults.ts';
import { oneFault } from './one-fault.ts';
import { oneStorm, openStorms } from './storms.ts';

describe.skipIf(SKIPPED !== '')(`the faults that stand${SKIPPED}`, () => {
  const keys = keysFor('faults');
  let redis: TestRedis;
  let opened: OpenedRedis;
  beforeAll(async () => {
    redis = await startRedis();
    opened = {
      ...{ redis: redis.client, keys },
      queue: new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix }),
    };
  });
  beforeEach(() => redis.client.flushall());
  afterAll(async () => {
    await opened.queue.close();
    await redis.stop();
  });

  const put = async (name: string, score: number, change: Partial<FaultState> = {}) => {
    const object = keys.object(name);
    const state = known({ faultKey: `fault of ${name}`, applied: moment(100, `newest-${name}`), ...change });
    await redis.client.hset(object, { v: 2, site: 'http://jira.example', state: textOfState(state) });
    await redis.client.zadd(keys.openObjects, score, object);
    return object.slice(keys.objectPrefix.length);
  };
  const putEvent = async (id: string, { title = `title of ${id}`, outcome = 'commented' } = {}) => {
    const data = JSON.stringify({ v: 1, eventId: id, event: { df_title: title }, receivedAt: 5 });
    const about = { [ABOUT_FIELD]: '9\nerror\nw-1\nobserver\n{"host":"a"}' };
    await redis.client.hset(`${keys.bullPrefix}:${QUEUE_NAME}:ev_${id}`, {
      ...{ name: title, timestamp: 5, data, opts: '{}', finishedOn: 6 },
      ...about,
    });
    await redis.client.hset(keys.event(id), { outcome, at: 6 });
  };
  const list = (filter = {}) => listFaults(opened, filter, null, () => 0);
  const names = (page: Awaited<ReturnType<typeof list>>) => page.faults.map(({ faultKey }) => faultKey);

  it('are none before the first', async () => {
    await redis.client.zadd(keys.openObjects, 0, 'older');

    expect(await list()).toMatchObject({ faults: [], next: null });
  });

  it('are named by the event that opened them, last touched first, without those that recovered or cannot be read', async () => {
    await put('first', 1, { repeats: { count: 3, since: 1 } });
    await put('over', 2, { recoveredAt: 7 });
    const second = await put('second', 3);
    await redis.client.zadd(keys.openObjects, 4, `${keys.objectPrefix}gone`);
    await redis.client.hset(keys.object('broken'), { state: '{"v":3}' });
    await redis.client.zadd(keys.openObjects, 5, keys.object('broken'));
    await redis.client.hset(keys.fault('fault of second'), { opener: 'opens-second', state: 'confirmed' });
    await putEvent('opens-second');
    await putEvent('newest-first');

    const { faults } = await list();

    expect(faults).toEqual([
      expect.objectContaining({ faultKey: 'fault of second', object: second, title: 'title of opens-second' }),
      expect.objectContaining({ faultKey: 'fault of first', title: 'title of newest-first', workspace: 'observer' }),
    ]);
    expect(faults[1]?.state.repeats.count).toBe(3);
  });

  it('can be narrowed by level and route', async () => {
    await put('a', 1, { level: 'warning' });
    await put('b', 2, { level: 'fatal', route: 'web' });
    await put('c', 3, { level: null });

    expect(names(await list({ levels: ['warning', 'fatal'] }))).toEqual(['fault of b', 'fault of a']);
    expect(names(await list({ route: 'web' }))).toEqual(['fault of b']);
  });

  it('are given fifty at a time, also those that were touched in one moment', async () => {
    for (let n = 0; n < 120; n += 1) await put(`o${n}`, 7);
    const pages = [await list()];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await listFaults(opened, {}, next, () => 0));

    expect(pages.map(({ faults }) => faults.length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flatMap(names)).size).toBe(120);
  });

  it('are looked for among a bounded number, and go on from there', async () => {
    const many = Array.from({ length: 6000 }, (_, n) => [n + 10, `${keys.objectPrefix}none${n}`] as const);
    await redis.client.zadd(keys.openObjects, ...many.flat());
    await put('needle', 1);
    const first = await list();
    const second = await listFaults(opened, {}, first.next, () => 0);

    expect(first).toMatchObject({ faults: [], lookedAt: 5060 });
    expect(names(second)).toEqual(['fault of needle']);
    expect(second.next).toBeNull();
  });

  it('have a page each, with their events, newest first, fifty at a time', async () => {
    const object = await put('disk', 1);
    await redis.client.hset(keys.fault('fault of disk'), { opener: 'opens', issueKey: 'OPS-1', state: 'confirmed' });
    await putEvent('opens', { outcome: 'created' });
    for (let n = 0; n < 60; n += 1) {
      await putEvent(`later-${n}`);
      await redis.client.zadd(keys.faultEvents('fault of disk'), n, `ev_later-${n}`);
    }
    const first = await oneFault(opened, 'fault of disk', { object });
    const second = await oneFault(opened, 'fault of disk', { object, from: 50 });

    expect(first).toMatchObject({ record: { issueKey: 'OPS-1' }, state: { level: 'critical' }, more: true });
    expect(first?.events).toHaveLength(50);
    expect(first?.events[0]).toMatchObject({ id: 'later-59', state: 'commented' });
    expect(second?.events.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 10 }, (_, n) => `later-${9 - n}`),
      'opens',
    ]);
    expect(second?.more).toBe(false);
  });

  it('have no page where nothing is known, and none of another fault of the object', async () => {
    const object = await put('disk', 1);

    expect(await oneFault(opened, 'nobody', { object })).toBeNull();
    expect(await oneFault(opened, 'fault of disk', { object: null })).toBeNull();
    expect(await oneFault(opened, 'fault of disk', { object })).toMatchObject({ record: null, events: [] });
  });

  it('of a storm are listed with what became of each', async () => {
    const window: StormWindow = { route: 'disks', start: 1000 };
    const at = stormKeys(keys, window);
    const entry = (eventId: string) =>
      JSON.stringify({ eventId, faultKey: `f-${eventId}`, at: 1, level: 'error', title: eventId, object: 'host' });
    const over = { route: 'disks', start: 7 };
    await redis.client.zadd(keys.stormsSeen, 1000, JSON.stringify(window), 7, JSON.stringify(over), 8, 'unreadable');
    await redis.client.zadd(keys.stormsOpen, 5, JSON.stringify(window));
    await redis.client.hset(stormKeys(keys, over).window, { told: 1, about: '{}' });
    await redis.client.rpush(stormKeys(keys, over).list, entry('z'));
    await redis.client.hset(at.window, { told: 2, about: '{}', issue: '{"id":"1","key":"OPS-9"}' });
    await redis.client.rpush(at.list, entry('a'), entry('b'), 'unreadable', entry('c'));
    await redis.client.sadd(at.standing, 'f-b', 'f-c');

    expect(await openStorms(opened)).toEqual([{ window, issueKey: 'OPS-9', listed: 4, told: 2, standing: 2 }]);
    expect((await oneStorm(opened, window, 0))?.entries).toMatchObject([
      { entry: { eventId: 'a' }, told: true, standing: false },
      { entry: { eventId: 'b' }, told: true, standing: true },
      { entry: { eventId: 'c' }, told: false, standing: true },
    ]);
    expect(await oneStorm(opened, { route: 'disks', start: 1 }, 0)).toBeNull();
  });
});
