import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from './epoch.ts';
import { type LedgerEntry, type LedgerOptions, openEntry } from './ledger.ts';

const ISSUE = { id: '10001', key: 'OPS-1' };

describe.skipIf(SKIPPED)(`a ledger record${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let key: string;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    keys = redis.keys();
    key = keys.event('event-1');
    await redis.client.hset(keys.ledger, { epoch: 5, beat: 1 });
  });

  /** One attempt of a worker; `eventId` other than the first is another event of the same fault. */
  const attempt = (change: Partial<LedgerOptions> = {}, eventId = 'event-1'): LedgerEntry =>
    openEntry(
      redis.client,
      key,
      { route: 'database', eventId, workspace: 'w-1' },
      { keys, memory: knowing(5, 1), site: 'http://a', ledgerDays: 30, waitReplicas: 0, ...change },
    );
  const record = () => redis.client.hgetall(key);
  const daysLeft = async () => Math.round((await redis.client.ttl(key)) / 86_400);
  const sent = async () => {
    const entry = attempt();
    await entry.claim();
    await entry.markSent();
    return entry;
  };

  it('none → reserved', async () => {
    expect(await attempt().claim()).toEqual({ found: 'reserved', fresh: true, posts: 0, forgotten: false });
    expect(await record()).toMatchObject({ v: '2', ws: 'w-1', site: 'http://a', route: 'database', state: 'reserved' });
    expect(await daysLeft(), 'its job may be deleted, and never bring an outcome').toBe(400);
  });

  it('reserved by a dead attempt → taken over, and the dead one can send nothing any more', async () => {
    const dead = attempt();
    await dead.claim();
    const heir = attempt();

    expect(await heir.claim()).toMatchObject({ found: 'reserved', fresh: false });
    expect(await dead.markSent()).toBe(false);
    await dead.unsend();
    await dead.noteAnswer('answered 500');
    expect((await record()).state).toBe('reserved');
    expect(await heir.markSent()).toBe(true);
  });

  it('reserved → sent, by the clock of Redis, counted and known to the ledger as a whole', async () => {
    const seen: number[] = [];
    const entry = attempt({ memory: { ...knowing(5, 1), beatSeen: (beat) => seen.push(beat) } });
    await entry.claim();
    const [before] = await redis.client.time();
    expect(await entry.markSent()).toBe(true);
    const [after] = await redis.client.time();

    const { sentAt, posts, opener } = await record();
    expect(Number(sentAt)).toBeGreaterThanOrEqual(Number(before) * 1000);
    expect(Number(sentAt)).toBeLessThan(Number(after) * 1000 + 1000);
    expect([posts, opener, seen]).toEqual(['1', 'event-1', [2]]);
    expect(await redis.client.hget(keys.ledger, 'beat')).toBe('2');
  });

  it('cannot be sent before it was claimed', async () => {
    expect(await attempt().markSent()).toBe(false);
    expect(await record()).toEqual({});
  });

  it('sent → found by the next attempt as sent, which is never just sent again by the old one', async () => {
    const lost = await sent();
    const { sentAt } = await record();
    const next = attempt();

    expect(await next.claim()).toMatchObject({
      found: 'sent',
      sentAt: Number(sentAt),
      answeredAt: null,
      posts: 1,
      opener: 'event-1',
    });
    expect(await lost.markSent()).toBe(false);
    expect(await next.markSent()).toBe(true);
    expect(await record()).toMatchObject({ state: 'sent', posts: '2' });
  });

  it('sent → reserved when Jira surely has not carried it out', async () => {
    const entry = await sent();
    await entry.noteAnswer('answered 500');
    await entry.unsend();

    expect(await record()).toMatchObject({ state: 'reserved', posts: '0' });
    expect(Object.keys(await record())).not.toEqual(expect.arrayContaining(['sentAt']));
    expect(Object.keys(await record())).not.toEqual(expect.arrayContaining(['answered']));
    expect(await attempt().claim()).toMatchObject({ found: 'reserved', fresh: false });
  });

  it('stays sent after a second POST that was surely not carried out: the first is still unaccounted for', async () => {
    await sent();
    const second = attempt();
    await second.claim();
    await second.markSent();
    await second.unsend();

    expect(await attempt().claim()).toMatchObject({ found: 'sent', posts: 1 });
  });

  it('keeps the time of an answer that did not tell, until the next POST', async () => {
    const entry = await sent();
    await entry.noteAnswer('answered 500');
    const noted = await attempt().claim();
    const { sentAt } = await record();

    expect(noted.found === 'sent' && noted.answeredAt).toBeGreaterThanOrEqual(Number(sentAt));
    await entry.noteAnswer('answered 500');
    const next = attempt();
    await next.claim();
    await next.markSent();
    expect(await attempt().claim()).toMatchObject({ found: 'sent', answeredAt: null });
  });

  it('takes no answer where nothing is under way', async () => {
    const entry = attempt();
    await entry.claim();
    await entry.noteAnswer('answered 500');

    expect(await record()).not.toHaveProperty('answered');
  });

  it('is confirmed by anybody who knows of the issue, and then for good', async () => {
    const old = await sent();
    await attempt().claim();

    expect(await old.confirm(ISSUE)).toBe('10001');
    expect(await attempt().confirm({ id: '10002', key: 'OPS-2' }), 'a duplicate is told the one that stands').toBe(
      '10001',
    );
    expect(await attempt().claim()).toMatchObject({ found: 'confirmed', issueId: '10001', issueKey: 'OPS-1' });
    expect(await old.markSent()).toBe(false);
    await old.unsend();
    expect((await record()).state).toBe('confirmed');
  });

  it('is found by the key of its issue from then on, also by that of a duplicate, for LEDGER_DAYS', async () => {
    const entry = await sent();
    await entry.confirm(ISSUE);
    await attempt().confirm({ id: '10002', key: 'OPS-2' });

    for (const issueKey of ['OPS-1', 'OPS-2'])
      expect(await redis.client.get(keys.issue('http://a', issueKey)), issueKey).toBe(key);
    expect(await redis.client.get(keys.issue('http://b', 'OPS-1')), 'another Jira').toBeNull();
    const ttl = await redis.client.ttl(keys.issue('http://a', 'OPS-1'));
    expect(ttl).toBeGreaterThan(30 * 86_400 - 60);
    expect(ttl).toBeLessThanOrEqual(30 * 86_400);
  });

  it('is confirmed where the record was lost meanwhile', async () => {
    const entry = await sent();
    await redis.client.del(key);

    expect(await entry.confirm(ISSUE)).toBe('10001');
    expect(await attempt().claim()).toMatchObject({ found: 'confirmed', issueId: '10001' });
  });

  it('is settled once: the first outcome stands, and expires LEDGER_DAYS later', async () => {
    const entry = await sent();
    await entry.confirm(ISSUE);
    expect(await daysLeft()).toBe(400);
    await entry.settle({ outcome: 'created', route: 'database', reason: null, issue: ISSUE });
    await attempt().settle({ outcome: 'ignored', route: null, reason: 'x' });

    expect(await attempt().claim()).toEqual({
      found: 'settled',
      outcome: 'created',
      ...{ issueId: '10001', issueKey: 'OPS-1', reason: '', route: 'database' },
    });
    const ttl = await redis.client.ttl(key);
    expect(ttl).toBeGreaterThan(30 * 86_400 - 60);
    expect(ttl).toBeLessThanOrEqual(30 * 86_400);
  });

  it.each(['reserved', 'sent'] as const)('that has failed goes on from %s when it is tried again', async (state) => {
    const entry = state === 'sent' ? await sent() : attempt();
    if (state === 'reserved') await entry.claim();
    await entry.waitingMs(0);
    await entry.settle({ outcome: 'failed', route: 'database', reason: 'Jira said no' });

    expect(await redis.client.ttl(key)).toBeGreaterThan(0);
    expect(await record()).not.toHaveProperty('waitingSince');
    expect(await attempt().claim()).toMatchObject({ found: state });
    expect(await daysLeft(), 'a retry begins anew').toBe(400);
    await entry.confirm(ISSUE);
    await entry.settle({ outcome: 'created', route: 'database', reason: null });
    expect(await attempt().claim()).toMatchObject({ found: 'settled', outcome: 'created', issueKey: 'OPS-1' });
  });

  it('that was sent to another address stays sent, and since when', async () => {
    await sent();
    const { sentAt } = await record();

    expect(await attempt({ site: 'http://b' }).claim()).toMatchObject({
      ...{ found: 'sent', sentAt: Number(sentAt), above: {} },
    });
    expect(await record()).toMatchObject({ site: 'http://b', state: 'sent' });
  });

  it('of another Jira lends nothing: no issue id, no state, and a look before anything is created', async () => {
    await (await sent()).confirm(ISSUE);
    const there = attempt({ site: 'http://b' });

    expect(await there.claim()).toMatchObject({ found: 'reserved', forgotten: true });
    expect(await record()).not.toHaveProperty('issueId');
    await redis.client.hincrby(key, 'sentAt', -60_000);
    const { sentAgoMs } = Object(await attempt({ site: 'http://b' }).claim());
    expect(sentAgoMs, 'the index may not show yet what was made there').toBeGreaterThanOrEqual(60_000);
    expect(sentAgoMs).toBeLessThan(90_000);
    expect(await attempt({ site: 'http://b' }).claim(), 'until an issue is known').toMatchObject({ forgotten: true });
    expect(await there.confirm({ id: '7', key: 'NEW-7' })).toBe('7');
    expect(await record()).toMatchObject({ site: 'http://b', issueId: '7' });
    expect(await record()).not.toHaveProperty('forgotten');
  });

  it('of a newer version is left as it is', async () => {
    await redis.client.hset(key, { v: '3', state: 'flying', site: 'http://a' });

    expect(await attempt().claim()).toEqual({ found: 'newer' });
    expect(await record()).toEqual({ v: '3', state: 'flying', site: 'http://a' });
  });

  it('under group: fault is busy for other events for five seconds, and free when those are over', async () => {
    await attempt({}, 'event-1').claim();
    const other = attempt({}, 'event-2');
    const busy = await other.claim();

    expect(busy).toMatchObject({ found: 'busy' });
    expect(busy.found === 'busy' && busy.ms).toBeLessThanOrEqual(5000);
    expect(await other.markSent()).toBe(false);
    expect(await attempt({}, 'event-1').claim(), 'its own event goes on').toMatchObject({ found: 'reserved' });
    await redis.client.hset(key, 'lease', 0);
    expect(await other.claim()).toMatchObject({ found: 'reserved' });
    expect(await other.markSent()).toBe(true);
    expect((await record()).opener).toBe('event-2');
  });

  it.each([
    ['another epoch', { epoch: 6, beat: 9 }],
    ['fewer beats: an old copy', { epoch: 5, beat: 0 }],
    ['nothing: it was wiped', {}],
  ])('is not claimed in a ledger that has %s than this worker knows', async (_name, now) => {
    await redis.client.del(keys.ledger);
    if ('epoch' in now) await redis.client.hset(keys.ledger, now);
    let refreshed = 0;
    const memory: Memory = {
      ...knowing(5, 1),
      current: async () => (refreshed === 0 ? { epoch: 5, beat: 1 } : { epoch: 7, beat: 1 }),
      refresh: async () => {
        refreshed += 1;
        expect(await record(), 'nothing is written before').toEqual({});
        await redis.client.hset(keys.ledger, { epoch: 7, beat: 1 });
      },
    };

    expect(await attempt({ memory }).claim()).toMatchObject({ found: 'reserved' });
    expect(refreshed).toBe(1);
  });

  it('counts the wait for Jira from its first moment until the outcome', async () => {
    const entry = attempt();
    await entry.claim();
    expect(await entry.waitingMs(0)).toBeLessThan(1000);
    await redis.client.hincrby(key, 'waitingSince', -60_000);

    expect(await attempt().waitingMs(0)).toBeGreaterThanOrEqual(60_000);
    await entry.settle({ outcome: 'created', route: null, reason: null });
    expect(await record()).not.toHaveProperty('waitingSince');
  });

  it('that no replica confirms is put back, since nothing was sent', async () => {
    const entry = attempt({ waitReplicas: 1 });
    await entry.claim();

    await expect(entry.markSent()).rejects.toMatchObject({ code: 'redis_not_replicated' });
    expect(await record()).toMatchObject({ state: 'reserved', posts: '0' });
    expect(await attempt().claim()).toMatchObject({ found: 'reserved' });
  });

  it('is found again by scripts that a restarted Redis has forgotten', async () => {
    await sent();
    await redis.client.call('SCRIPT', 'FLUSH');

    expect(await attempt().claim()).toMatchObject({ found: 'sent' });
  });
});

function knowing(epoch: number, beat: number): Memory {
  return {
    current: async () => ({ epoch, beat }),
    refresh: async () => {
      throw new Error('the ledger is as this worker knows it');
    },
    beatSeen: () => {},
    issueSeen: () => {},
    mustAsk: async () => false,
    mayHaveForgotten: async () => false,
    now: Date.now,
    sinceEpochMs: async () => Infinity,
    emptyLookCountsInMs: async () => 0,
    close: () => {},
  };
}
