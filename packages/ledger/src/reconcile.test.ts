import type { Found, FoundIssue } from '@guance-jira/jira';
import { describe, expect, it } from 'vitest';
import { afterLook, type Look, nextLookMs, nextPostAfterMs, notThereAfterMs, readLook } from './reconcile.ts';

const PATIENCE = { settleMs: 120_000, timeoutMs: 10_000, lateCommitMs: 60_000 };
const LONG = 10 * 86_400_000;

describe('afterLook, when the marker is found', () => {
  it.each<Partial<Look>>([
    {},
    { alive: false, complete: false },
    { elapsedMs: 0, answered: true },
    { elapsedMs: LONG, watermark: true },
  ])('confirms, whatever else is so: %j', (change) => {
    expect(afterLook(look({ found: [issue('7')], ...change }), PATIENCE)).toEqual({
      next: 'confirm',
      issue: issue('7'),
      duplicates: [],
    });
  });

  it('keeps the lowest id of duplicates, by number', () => {
    const found = [issue('1000'), issue('999'), issue('10001')];

    expect(afterLook(look({ found }), PATIENCE)).toMatchObject({
      next: 'confirm',
      issue: { id: '999' },
      duplicates: [{ id: '1000' }, { id: '10001' }],
    });
  });
});

describe('afterLook, when nothing is found', () => {
  // answered, watermark → the first millisecond at which a POST may go again
  it.each([
    [false, true, 190_000],
    [false, false, 670_000],
    // The index is not monotone: a younger issue does not show that ours would be found by now.
    [true, true, 120_000],
    [true, false, 600_000],
  ])('answered %s, watermark %s: posts from %i ms on, not before', (answered, watermark, from) => {
    expect(notThereAfterMs({ answered, watermark }, PATIENCE)).toBe(from);
    expect(afterLook(look({ answered, watermark, elapsedMs: from }), PATIENCE)).toEqual({ next: 'post' });
    expect(afterLook(look({ answered, watermark, elapsedMs: from - 1 }), PATIENCE)).toMatchObject({ next: 'wait' });
  });

  it.each([
    ['the login may be dead', { alive: false }],
    ['there was more than we read', { complete: false }],
  ])('never posts while %s', (_why, change) => {
    for (const answered of [true, false])
      for (const watermark of [true, false])
        expect(afterLook(look({ answered, watermark, elapsedMs: LONG, ...change }), PATIENCE)).toEqual({
          next: 'wait',
          ms: 60_000,
        });
  });
});

it.each([
  [0, 0],
  [1, 0],
  [2, 120_000],
  [3, 240_000],
  [4, 480_000],
  [400, 480_000],
])('after %i POSTs in doubt the next one waits %i ms', (posts, ms) => {
  expect(nextPostAfterMs(posts, { lateCommitMs: 60_000 })).toBe(ms);
});

describe('nextLookMs', () => {
  it.each([
    [0, 190_000, 500],
    [400, 190_000, 500],
    [4000, 186_000, 2000],
    [100_000, 90_000, 50_000],
    [500_000, 170_000, 60_000],
    // Just when an empty look begins to count.
    [189_000, 1000, 1050],
    [0, 100, 150],
    [700_000, -30_000, 60_000],
    [10, 0, 500],
  ])('after %i ms with %i ms left waits %i ms', (elapsed, left, ms) => {
    expect(nextLookMs(elapsed, left)).toBe(ms);
  });
});

describe('readLook', () => {
  const SENT = 1_000_000;
  const read = (issues: FoundIssue[], change: Partial<Found> = {}) =>
    readLook({ issues, clockSkewMs: 0, complete: true, ...change }, 'gj-ours', SENT, PATIENCE);
  const other = (createdAt: number) => issue('1', createdAt, ['gj-other']);
  const ours = issue('2', SENT + 1, ['x', 'gj-ours']);

  it('finds ours among others', () => {
    expect(read([other(SENT), ours])).toMatchObject({ found: [ours] });
  });

  it.each([
    ['before the POST', SENT - 1, 0, false],
    ['with the POST', SENT, 0, false],
    // The Date header has whole seconds, so the skew may be wrong by one.
    ['two seconds after the POST', SENT + 2000, 0, false],
    ['clearly after the POST', SENT + 2001, 0, true],
    ["clearly after it by our clock, while Jira's is a minute ahead", SENT + 50_000, 60_000, false],
    ["clearly after it by Jira's clock, which is a minute behind", SENT - 50_000, -60_000, true],
  ])('an issue created %s: watermark %s', (_when, createdAt, clockSkewMs, watermark) => {
    expect(read([other(createdAt)], { clockSkewMs }).watermark).toBe(watermark);
  });

  it('takes nothing as watermark where there is nothing, and never our own issue', () => {
    expect(read([]).watermark).toBe(false);
    expect(read([issue('2', SENT + 99_000, ['gj-ours'])]).watermark).toBe(false);
  });

  it.each([
    ['all was read', true, SENT, true],
    ['the part read ends before the last moment at which ours can have been created', false, SENT + 72_000, false],
    ['the part read ends after it', false, SENT + 72_001, true],
  ])('is complete when %s: %s', (_why, complete, last, expected) => {
    expect(read([other(SENT - 5), other(last)], { complete }).complete).toBe(expected);
  });

  it('is not complete when nothing at all was read of more', () => {
    expect(read([], { complete: false }).complete).toBe(false);
  });
});

function look(change: Partial<Look>): Look {
  return { elapsedMs: 1000, answered: false, found: [], alive: true, complete: true, watermark: false, ...change };
}

function issue(id: string, createdAt = 0, markers: string[] = []): FoundIssue {
  return { id, key: `OPS-${id}`, markers, createdAt };
}
