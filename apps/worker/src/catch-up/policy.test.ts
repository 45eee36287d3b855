import type { Route } from '@guance-jira/mapping';
import { describe, expect, it } from 'vitest';
import {
  type Examined,
  GRACE_MS,
  judgeListed,
  judgeQuiet,
  judgeWhole,
  type Known,
  type Listed,
  MAX_BACK_MS,
  stillSays,
  WINDOW_MS,
  windowsOf,
} from './policy.ts';

const NOW = Date.UTC(2026, 11, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number) => NOW - ms;

describe('the ranges of a look', () => {
  it.each([
    ['never looked before', null, 1],
    ['looked five minutes ago', ago(5 * MINUTE), 1],
    ['looked seven hours ago', ago(7 * HOUR), 2],
    ['away over a weekend', ago(62 * HOUR), 11],
    ['away for a month', ago(30 * 24 * HOUR), MAX_BACK_MS / WINDOW_MS],
    ['a last look in the future', NOW + HOUR, 1],
  ])('%s', (_, lookedAt, count) => {
    const windows = windowsOf(lookedAt, NOW);

    expect(windows).toHaveLength(count);
    expect(windows[0]).toEqual({ from: NOW - WINDOW_MS, to: NOW });
    for (const { from, to } of windows) expect(to - from).toBe(WINDOW_MS);
    expect(windows.slice(1).map(({ to }) => to)).toEqual(windows.slice(0, -1).map(({ from }) => from));
  });
});

const FAULT: Listed = {
  ...{ ref: 'r', eventId: 'event-7', docId: 'E_7', title: 't', status: 'critical' },
  ...{ at: ago(MINUTE), since: ago(HOUR), begunBy: ago(HOUR) },
};
const NOTHING: Known = { event: false, heardAt: null, busy: false, object: null };
const object = (change: Partial<NonNullable<Known['object']>>) => ({
  ...{ open: true, recoveredAt: null, appliedAt: ago(MINUTE) },
  ...change,
});

describe('an open fault of Guance', () => {
  it.each<[string, Partial<Known>, Partial<Listed>, number, string]>([
    ['nobody has heard of', {}, {}, NOW, 'examine'],
    ['whose event came', { event: true }, {}, NOW, 'known'],
    ['an earlier event of which came', { heardAt: ago(HOUR) }, {}, NOW, 'known'],
    ['whose first event tells its time in whole seconds', { heardAt: ago(HOUR) - 999 }, {}, NOW, 'known'],
    ['of which only the round before was heard', { heardAt: ago(2 * HOUR) }, {}, NOW, 'examine'],
    ['heard of, where the list tells no start', { heardAt: ago(9 * HOUR) }, { since: null }, NOW, 'known'],
    ['whose alerts are being handled', { busy: true }, {}, NOW, 'known'],
    ['whose object has its issue', { object: object({}) }, {}, NOW, 'known'],
    [
      'whose object has its issue, where the list tells no start',
      { object: object({}) },
      { since: null },
      NOW,
      'known',
    ],
    [
      'whose object has the issue of the round before, the end of which never came either',
      { object: object({ appliedAt: ago(2 * HOUR) }), heardAt: ago(2 * HOUR) },
      {},
      NOW,
      'examine',
    ],
    [
      'a repeat of which was heard and counts no more, as its issue is left alone',
      { object: object({ appliedAt: ago(2 * HOUR) }), heardAt: ago(MINUTE) },
      {},
      NOW,
      'known',
    ],
    [
      'that came after the recovery of its object',
      { object: object({ open: false, recoveredAt: ago(2 * HOUR), appliedAt: ago(2 * HOUR) }) },
      {},
      NOW,
      'examine',
    ],
    [
      'that is over by a recovery that came',
      { object: object({ open: false, recoveredAt: ago(MINUTE) }) },
      {},
      NOW,
      'known',
    ],
    ['that began just now', {}, { since: ago(MINUTE), begunBy: ago(MINUTE) }, NOW, 'young'],
    ['that began right before the grace', {}, { since: ago(GRACE_MS), begunBy: ago(GRACE_MS) }, NOW, 'examine'],
    ['without a start, listed first now', {}, { since: null, begunBy: null }, NOW, 'young'],
    ['without a start, listed for long', {}, { since: null, begunBy: null }, ago(GRACE_MS), 'examine'],
    ['that began before what the list tells', {}, { since: null, begunBy: ago(6 * HOUR) }, NOW, 'examine'],
    [
      'by a clock that is ahead, listed first now',
      {},
      { since: NOW + HOUR, begunBy: NOW + HOUR, at: NOW + HOUR },
      NOW,
      'young',
    ],
    [
      'by a clock that is ahead, listed for long',
      {},
      { since: NOW + HOUR, begunBy: NOW + HOUR, at: NOW + HOUR },
      ago(GRACE_MS),
      'examine',
    ],
  ])('%s → %s', (_, known, fault, firstAt, expected) => {
    expect(judgeListed({ ...FAULT, ...fault }, { ...NOTHING, ...known }, firstAt, NOW)).toBe(expected);
  });

  const route = (change: object) => ({ kind: 'issue', catchUp: false, ...change }) as unknown as Route;
  it.each([
    ['of a route', {}, 'missed'],
    ['of a route that catches up', { route: route({ catchUp: true }) }, 'take'],
    ['that no route takes', { route: null }, 'ignored'],
    ['that a route ignores', { route: route({ kind: 'ignore' }) }, 'ignored'],
    ['that is muted', { silent: true, route: route({ catchUp: true }) }, 'muted'],
    ['of a fault that is known', { faultKnown: true, route: route({ catchUp: true }) }, 'known'],
    ['that is a recovery by now', { recovered: true, route: route({ catchUp: true }) }, 'known'],
  ])('%s, read whole → %s', (_, change, expected) => {
    const whole = { workspace: null, recovered: false, silent: false, faultKnown: false, route: route({}) };

    expect(judgeWhole({ ...whole, ...change })).toBe(expected);
  });

  it.each<[string, Partial<Examined>, Partial<Listed>, boolean]>([
    ['the same round', {}, { eventId: 'event-8' }, true],
    ['another level', {}, { status: 'warning' }, false],
    ['another round', {}, { since: ago(MINUTE) }, false],
    ['no start told', {}, { since: null }, true],
    ['muted a moment ago', { verdict: 'muted' }, {}, true],
    ['muted before, maybe no more', { verdict: 'muted', checkedAt: ago(16 * MINUTE) }, {}, false],
    ['long ago', { checkedAt: ago(WINDOW_MS) }, {}, false],
    ['not readable a moment ago', { verdict: 'unread' }, {}, true],
    ['not readable, maybe no more', { verdict: 'unread', checkedAt: ago(16 * MINUTE) }, {}, false],
    ['by a clock that was set back', { checkedAt: NOW + MINUTE }, {}, false],
    ['young', { verdict: 'young' }, {}, false],
  ])('examined before, %s: %s', (_, examined, listed, expected) => {
    const before: Examined = {
      verdict: 'missed',
      fault: FAULT,
      firstAt: ago(HOUR),
      checkedAt: ago(MINUTE),
      ...examined,
    };

    expect(stillSays(before, { ...FAULT, ...listed }, NOW)).toBe(expected);
  });
});

describe('a fault that stands here and is listed no more', () => {
  it.each<[string, { recovered: boolean; at: number } | null, string]>([
    ['Guance tells nothing of it', null, 'unknown'],
    ['its newest event is abnormal: an alert that rings once', { recovered: false, at: ago(HOUR) }, 'burns'],
    ['its newest event is a recovery', { recovered: true, at: ago(10 * MINUTE) }, 'over'],
    ['the recovery may still be delivered', { recovered: true, at: ago(MINUTE) }, 'young'],
    ['the recovery is older than what was heard since', { recovered: true, at: ago(3 * HOUR) }, 'burns'],
  ])('%s → %s', (_, newest, expected) => {
    expect(judgeQuiet(newest, ago(HOUR), NOW)).toBe(expected);
  });
});
