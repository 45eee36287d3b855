import { describe, expect, it } from 'vitest';
import { EventJob, isNewerJob, jobIdFor } from './contract.ts';
import { keysFor } from './keys.ts';

describe('jobIdFor', () => {
  it.each(['meta', 'completed', 'id', '123', '0', 'event-f20a38aa58b54c6c8d4c9a84e655db1a'])(
    'keeps the plain event id %s readable and out of the names of BullMQ',
    (eventId) => {
      expect(jobIdFor(eventId)).toBe(`ev_${eventId}`);
    },
  );

  it.each(['', 'a:b', '0:x', 'x'.repeat(129), '事件', 'a b', '../x', 'a\n'])('hashes the event id %j', (eventId) => {
    expect(jobIdFor(eventId)).toMatch(/^ev_[0-9a-f]{64}$/);
  });

  it('gives different ids to different events', () => {
    expect(new Set(['a', 'b', 'a:b', 'a:c', ''].map(jobIdFor)).size).toBe(5);
  });
});

describe('EventJob', () => {
  it.each([
    {},
    null,
    { v: 2, eventId: 'e', event: {}, receivedAt: 1 },
    { v: 1, eventId: '', event: {}, receivedAt: 1 },
  ])('refuses %j, which a person could add by hand', (data) => {
    expect(EventJob.safeParse(data).success).toBe(false);
  });
});

describe('isNewerJob', () => {
  it.each([
    [{ v: 2 }, true],
    [{ v: 3, whatever: 1 }, true],
    [{ v: 1 }, false],
    [{ v: 0 }, false],
    [{ v: 1.5 }, false],
    [{ v: '2' }, false],
    [{}, false],
    [null, false],
    ['v', false],
  ])('%j → %s', (data, expected) => {
    expect(isNewerJob(data)).toBe(expected);
  });
});

describe('keysFor', () => {
  it('puts every key under one hash tag, so that a Cluster keeps them together', () => {
    const keys = keysFor('p');
    const all = [
      keys.job('e'),
      keys.event('e'),
      keys.fault('f'),
      keys.issue('s', 'K-1'),
      keys.ledger,
      keys.pause('s'),
      keys.bucket('s'),
      keys.lane('o'),
      keys.issuesOf('f'),
      keys.recoveryOf('f'),
      keys.object('o'),
      keys.openObjects,
      keys.checks,
      keys.waits,
      keys.notify,
    ];
    expect(all.filter((key) => !key.startsWith('{p}:'))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});
