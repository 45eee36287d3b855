import type { FaultState } from '@guance-jira/ledger';
import { known } from '@guance-jira/ledger/testing';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFaultStore, type Ending, type FaultStore } from './state-store.ts';

const SITE = 'http://jira.example';
const DAY = 86_400;

describe.skipIf(SKIPPED !== '')(`what is known of an object${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let store: FaultStore;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  const storeOf = (site = SITE) => createFaultStore(redis.client, keys, { site, waitReplicas: 0, ledgerDays: 30 });
  beforeEach(async () => {
    keys = redis.keys();
    store = storeOf();
    await redis.client.hset(keys.lane('object'), { holder: 'me', fence: 7 });
    await confirmed('fault-1');
  });

  const confirmed = (faultKey: string, change: Record<string, string> = {}) =>
    redis.client.hset(keys.fault(faultKey), {
      ...{ v: '1', site: SITE, state: 'confirmed', issueId: '10001', issueKey: 'OPS-1', route: 'disks' },
      ...change,
    });
  const ending = (state: FaultState, change: Partial<Ending> = {}): Ending => ({
    ...{ objectKey: 'object', fence: 7, state, keepSeconds: null, recordKey: keys.event('event-1') },
    settlement: { outcome: 'commented', route: 'disks', reason: null },
    ...change,
  });
  const ttl = (key: string) => redis.client.ttl(key);

  it('is written together with the end of the event, and read back', async () => {
    expect(await store.write(ending(known()))).toBe(true);

    expect(await store.read('object', 'fault-1')).toEqual({
      elsewhere: false,
      state: known(),
      faultIssue: { id: '10001', key: 'OPS-1', route: 'disks' },
      sent: false,
    });
    const end = { outcome: 'commented', route: 'disks', reason: null };
    expect(await store.leftBy(keys.event('event-1'))).toEqual({ end, place: null });
  });

  it('is not written at all by an attempt that was overtaken', async () => {
    await store.write(ending(known()));
    expect(await store.write(ending(known({ level: 'ok' }), { fence: 6, recordKey: keys.event('event-2') }))).toBe(
      false,
    );

    expect((await store.read('object', 'fault-1'))?.state).toEqual(known());
    expect((await store.leftBy(keys.event('event-2'))).end).toBeNull();
  });

  it('leads to the events of a fault from the second on, each once, the newest five hundred', async () => {
    const listed = () => redis.client.zrange(keys.faultEvents('fault-1'), '0', '-1');
    await store.write(ending(known()));
    expect(await listed()).toEqual([]);

    for (const id of ['event-2', 'event-2', 'event-3'])
      await store.write(ending(known(), { recordKey: keys.event(id) }));
    expect(await listed()).toEqual(['ev_event-2', 'ev_event-3']);
    expect(await ttl(keys.faultEvents('fault-1'))).toBeGreaterThan(29 * DAY);

    await redis.client.zadd(
      keys.faultEvents('fault-1'),
      ...Array.from({ length: 600 }, (_, n) => [n, `ev_${n}`]).flat(),
    );
    await store.write(ending(known(), { recordKey: keys.event('event-4') }));
    expect((await listed()).length).toBe(500);
    expect((await listed()).at(-1)).toBe('ev_event-4');
  });

  it('is written while an event goes on, without an end', async () => {
    await store.write(ending(known(), { settlement: null }));

    expect((await store.leftBy(keys.event('event-1'))).end).toBeNull();
  });

  it('is nothing at first, and the issue of the fault may be known alone', async () => {
    expect(await store.read('nobody', 'nothing')).toMatchObject({ state: null, faultIssue: null });
    expect(await store.read('nobody', 'fault-1')).toMatchObject({ state: null, faultIssue: { key: 'OPS-1' } });
  });

  it.each(['reserved', 'sent'])('has no issue of a fault whose creation is only %s', async (state) => {
    await confirmed('fault-1', { state });

    expect(await store.read('object', 'fault-1')).toMatchObject({ faultIssue: null, sent: state === 'sent' });
  });

  it('of another Jira is nothing here', async () => {
    await store.write(ending(known()));

    expect(await storeOf('http://other').read('object', 'fault-1')).toMatchObject({ state: null, faultIssue: null });
  });

  it.each(['object', 'fault'] as const)('waits when a newer version has written the %s', async (of) => {
    await store.write(ending(known()));
    await redis.client.hset(of === 'object' ? keys.object('object') : keys.fault('fault-1'), 'v', '3');

    expect(await store.read('object', 'fault-1')).toBeNull();
  });

  it('is kept for ever while its issue is unresolved, and so is the record of its fault', async () => {
    await redis.client.expire(keys.fault('fault-1'), 60);
    await store.write(ending(known()));

    expect([await ttl(keys.object('object')), await ttl(keys.fault('fault-1'))]).toEqual([-1, -1]);
  });

  it('expires as it is told, with the record of its fault, and is kept again when it goes on', async () => {
    await store.write(ending(known(), { keepSeconds: 40 * DAY }));
    for (const key of [keys.object('object'), keys.fault('fault-1')])
      expect(Math.abs((await ttl(key)) - 40 * DAY)).toBeLessThan(10);

    await store.write(ending(known()));
    expect([await ttl(keys.object('object')), await ttl(keys.fault('fault-1'))]).toEqual([-1, -1]);
  });

  it('without an issue says nothing about the record of the fault, which may be at the opening of one', async () => {
    await store.write(ending(known({ issue: null }), { keepSeconds: DAY }));

    expect(await ttl(keys.fault('fault-1'))).toBe(-1);
  });

  it('that turns to another fault lets the record of the one before expire, though it never recovered', async () => {
    await store.write(ending(known()));
    await confirmed('fault-2');
    await store.write(ending(known({ faultKey: 'fault-2' })));

    expect(Math.abs((await ttl(keys.fault('fault-1'))) - 30 * DAY)).toBeLessThan(10);
    expect(await ttl(keys.fault('fault-2'))).toBe(-1);
  });

  it('keeps the issues of a fault under group: event apart by Jira, oldest first, each once', async () => {
    const opened = { id: '10002', key: 'OPS-2' };
    await store.addIssue('fault-1', { id: '10011', key: 'OPS-11' }, 'disks');
    await store.addIssue('fault-1', opened, 'disks');
    await store.addIssue('fault-1', opened, 'disks');
    await storeOf('http://other').addIssue('fault-1', { id: '7', key: 'X-7' }, 'disks');

    expect((await store.issuesOf(named('fault-1'))).issues.map(({ key }) => key)).toEqual(['OPS-2', 'OPS-11']);
    expect(await store.issuesOf(named('fault-2'))).toEqual({ issues: [], elsewhere: false });
    expect(Math.abs((await ttl(keys.issuesOf('fault-1'))) - 30 * DAY)).toBeLessThan(10);
  });
});

const named = (faultKey: string) => ({ faultKey, before: null, workspace: '' });
