import { type Keys, NotReplicated, type RedisClient } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEntry } from './ledger.ts';

describe.skipIf(SKIPPED)(`a ledger record with a replica${SKIPPED}`, () => {
  let master: TestRedis;
  let replica: TestRedis;
  let keys: Keys;
  beforeAll(async () => {
    [master, replica] = await Promise.all([startRedis(), startRedis()]);
    await replica.client.replicaof('127.0.0.1', master.port);
  });
  afterAll(() => Promise.all([replica.stop(), master.stop()]));
  beforeEach(async () => {
    keys = master.keys();
    await master.client.hset(keys.ledger, { epoch: 5, beat: 1 });
    await expect.poll(() => replica.client.hget(keys.ledger, 'epoch'), { timeout: 20_000 }).toBe('5');
  });

  const attempt = (connection: RedisClient) =>
    openEntry(
      connection,
      keys.event('event-1'),
      { route: 'database', eventId: 'event-1' },
      {
        ...{ keys, site: 'http://a', ledgerDays: 30, waitReplicas: 1 },
        memory: {
          current: async () => ({ epoch: 5, beat: 1 }),
          refresh: async () => undefined,
          beatSeen: () => undefined,
          issueSeen: () => undefined,
          mustAsk: async () => false,
          mayHaveForgotten: async () => false,
          now: Date.now,
          sinceEpochMs: async () => Infinity,
          emptyLookCountsInMs: async () => 0,
          close: () => undefined,
        },
      },
    );
  const ENDED = { outcome: 'created', route: 'database', reason: null, issue: { id: '1', key: 'OPS-1' } } as const;

  it('is sent only when the replica holds it, else put back', async () => {
    const entry = attempt(master.client);
    await entry.claim();
    replica.freeze();
    await expect(entry.markSent()).rejects.toThrow(NotReplicated);
    expect(await master.client.hget(entry.key, 'state')).toBe('reserved');

    replica.thaw();
    await expect.poll(() => entry.markSent().catch(() => false), { timeout: 20_000 }).toBe(true);
    expect(await replica.client.hget(entry.key, 'state')).toBe('sent');
  });

  it('does not end on the word of a connection that found its outcome on the master and wrote nothing', async () => {
    replica.freeze();
    await expect(attempt(master.client).settle(ENDED)).rejects.toThrow(NotReplicated);
    const later = attempt(master.connect());
    await expect(later.settle(ENDED)).rejects.toThrow(NotReplicated);

    replica.thaw();
    await expect.poll(() => later.settle(ENDED).then(() => 'ended', String), { timeout: 20_000 }).toBe('ended');
    expect(await replica.client.hget(later.key, 'outcome')).toBe('created');
  });
});
