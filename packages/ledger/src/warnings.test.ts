import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LedgerEntry, openEntry } from './ledger.ts';
import { keepWarnings, textOfWarnings, warningsOfText } from './warnings.ts';

describe('warnings as Redis keeps them', () => {
  it.each([
    ['one', ['assignee: refused'], ['assignee: refused']],
    ['each once, in one line', ['a:\n  b', 'a: b', 'c'], ['a: b', 'c']],
    ['a long one cut', ['x'.repeat(500)], [`${'x'.repeat(129)}…`]],
    ['a long one cut between characters', [`${'x'.repeat(128)}😀😀`], [`${'x'.repeat(128)}…`]],
    ['as many as there is room for', Array.from('abcdef', (sign) => sign.repeat(100)), ['a', 'b', 'c', '…']],
  ])('are %s', (_name, given, kept) => {
    const lines = warningsOfText(textOfWarnings(given));

    expect(lines.map((line, at) => (kept[at]?.length === 1 ? line[0] : line))).toEqual(kept);
  });

  it('take at most 400 bytes, whatever they say', () => {
    for (const sign of ['x', '盘', '😀'])
      for (const count of [1, 3, 20])
        expect(
          Buffer.byteLength(textOfWarnings(Array.from({ length: count }, (_, n) => `${n} ${sign.repeat(200)}`))),
        ).toBeLessThanOrEqual(400);
  });
});

describe.skipIf(SKIPPED)(`warnings of an event${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const event = () => {
    const keys = redis.keys();
    const key = keys.event('event-1');
    const memory = {} as never;
    const entry: LedgerEntry = openEntry(
      redis.client,
      key,
      { route: 'database', eventId: 'event-1' },
      { keys, memory, site: 'http://a', ledgerDays: 30, waitReplicas: 0 },
    );
    const settle = (outcome: 'created' | 'failed') => entry.settle({ outcome, route: 'database', reason: null });
    return { key, settle, kept: () => redis.client.hget(key, 'warnings') };
  };

  it('are kept with its outcome, as long as that', async () => {
    const { key, settle, kept } = event();
    await settle('created');
    const expires = await redis.client.ttl(key);
    await keepWarnings(redis.client, key, ['assignee: refused', 'watchers: refused']);

    expect(await kept()).toBe('assignee: refused\nwatchers: refused');
    expect(await redis.client.ttl(key)).toBe(expires);
  });

  it('are not kept of one that has no outcome, nor where there are none', async () => {
    const { key, settle, kept } = event();
    await keepWarnings(redis.client, key, ['assignee: refused']);
    expect(await redis.client.exists(key)).toBe(0);

    await settle('created');
    await keepWarnings(redis.client, key, []);
    expect(await kept()).toBeNull();
  });

  it('stay those of the attempt that brought it about when the event comes again', async () => {
    const { key, settle, kept } = event();
    await settle('created');
    await keepWarnings(redis.client, key, ['assignee: refused']);
    await settle('created');
    await keepWarnings(redis.client, key, ['of the repeat']);

    expect(await kept()).toBe('assignee: refused');
  });

  it('of a failure are gone once it succeeded', async () => {
    const { key, settle, kept } = event();
    await settle('failed');
    await keepWarnings(redis.client, key, ['project: refused']);
    await settle('created');

    expect(await kept()).toBeNull();
  });
});
