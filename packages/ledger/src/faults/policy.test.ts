import type { IssueNow } from '@guance-jira/jira';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultEvent, known, moment } from '../testing/fault.ts';
import { afterMove } from '../testing/fault-model.ts';
import { type FaultEvent, type Move, moveFor, type Round, repeatIsTold, roundOn } from './policy.ts';
import { compareMoments } from './state/moment.ts';
import type { FaultState } from './state/state.ts';

const other = { faultKey: 'fault-2' };
const nameless = { faultKey: 'event-120', namesItsFault: false };
const recovered = known({ applied: moment(110), recoveredAt: 110_000, level: 'ok' });
const stub = known({ issue: null, level: null, peak: 0 });
const storm = { window: { route: 'disks', start: 1 }, issue: { id: '9', key: 'OPS-9' } };
const listed = known({ issue: null, storm });

describe('what an event means for its object', () => {
  const rows: [says: string, FaultEvent, FaultState | null, Move][] = [
    ['nothing is known: the rules decide', faultEvent(1, 'critical'), null, { move: 'open' }],
    ['nothing is known to recover', faultEvent(1, 'ok'), null, { move: 'unknown_recovery' }],
    ['a recovery came first: its fault opens', faultEvent(99, 'critical'), stub, { move: 'open' }],
    ['and so does a later one', faultEvent(120, 'critical'), stub, { move: 'open' }],
    ['a second recovery of nothing', faultEvent(120, 'ok'), stub, { move: 'unknown_recovery' }],

    ['a held fault goes on', faultEvent(120, 'critical'), { ...stub, heldUntil: 900_000 }, { move: 'open' }],
    ['a held fault recovers', faultEvent(120, 'ok'), { ...stub, heldUntil: 900_000 }, { move: 'over_while_held' }],
    [
      'an event of a held fault that is over',
      faultEvent(120, 'critical'),
      { ...stub, heldOver: 120_000 },
      { move: 'over_while_held' },
    ],
    ['a fault after it', faultEvent(121, 'critical'), { ...stub, heldOver: 120_000 }, { move: 'open' }],
    [
      'a round is held and recovers',
      faultEvent(120, 'ok'),
      { ...recovered, heldUntil: 900_000 },
      { move: 'over_while_held' },
    ],
    [
      'a held round, and a recovery of the one before it',
      faultEvent(105, 'ok'),
      { ...recovered, heldUntil: 900_000 },
      { move: 'late' },
    ],
    [
      'an event of a held round that is over',
      faultEvent(115, 'error', other),
      { ...recovered, heldOver: 120_000 },
      { move: 'over_while_held' },
    ],

    ['the fault goes on as it was', faultEvent(120, 'critical'), known(), { move: 'repeat' }],
    ['it gets worse', faultEvent(120, 'fatal'), known(), { move: 'level', rise: true }],
    ['it gets better', faultEvent(120, 'warning'), known(), { move: 'level', rise: false }],
    [
      'it gets worse again, but not worse than it was',
      faultEvent(120, 'critical'),
      known({ level: 'warning' }),
      { move: 'level', rise: false },
    ],
    ['another name for the same rank', faultEvent(120, 'security_critical'), known(), { move: 'level', rise: false }],
    ['a level that Guance does not document', faultEvent(120, null), known(), { move: 'level', rise: false }],
    ['such a level again', faultEvent(120, null), known({ level: null }), { move: 'repeat' }],
    ['it recovers', faultEvent(120, 'ok'), known(), { move: 'recover' }],
    ['it recovers once more', faultEvent(120, 'ok'), recovered, { move: 'recovered_before' }],
    ['an event that names no fault goes on in it', faultEvent(120, 'critical', nameless), known(), { move: 'repeat' }],
    ['and recovers it', faultEvent(120, 'ok', nameless), known(), { move: 'recover' }],
    ['a recovery of another round ends this one', faultEvent(120, 'ok', other), known(), { move: 'recover' }],

    ['the same fault after its recovery', faultEvent(120, 'critical'), recovered, { move: 'round', known: true }],
    ['another fault after it', faultEvent(120, 'critical', other), recovered, { move: 'round', known: false }],
    ['another fault without a recovery', faultEvent(120, 'critical', other), known(), { move: 'round', known: false }],
    [
      'an event that names no fault after a recovery begins a new one',
      faultEvent(120, 'critical', nameless),
      recovered,
      { move: 'round', known: false },
    ],

    ['an older event of the same level', faultEvent(90, 'critical'), known(), { move: 'repeat' }],
    ['an older event of another level', faultEvent(90, 'fatal'), known(), { move: 'late' }],
    ['an older event after the recovery', faultEvent(105, 'critical'), recovered, { move: 'late' }],
    ['an older event of another fault', faultEvent(90, 'critical', other), known(), { move: 'late' }],
    ['an older recovery', faultEvent(90, 'ok'), known(), { move: 'late' }],
    ['the very event that was applied', faultEvent(100, 'critical'), known(), { move: 'repeat' }],

    [
      'a round that was left alone goes on',
      faultEvent(120, 'fatal'),
      known({ leftAlone: true }),
      { move: 'left_alone' },
    ],
    [
      'another round after it',
      faultEvent(120, 'critical', other),
      known({ leftAlone: true }),
      { move: 'round', known: false },
    ],
    ['a round that was left alone recovers', faultEvent(120, 'ok'), known({ leftAlone: true }), { move: 'recover' }],

    ['a listed fault goes on', faultEvent(120, 'critical'), listed, { move: 'listed', rise: false }],
    ['a listed fault gets worse', faultEvent(120, 'fatal'), listed, { move: 'listed', rise: true }],
    ['an older, worse event of it', faultEvent(90, 'fatal'), listed, { move: 'listed', rise: false }],
    ['a listed fault recovers', faultEvent(120, 'ok'), listed, { move: 'recover_listed' }],
    ['an older recovery of it', faultEvent(90, 'ok'), listed, { move: 'recovered_before' }],
    [
      'a listed fault that has recovered comes again',
      faultEvent(130, 'critical'),
      { ...listed, applied: moment(120), recoveredAt: 120_000 },
      { move: 'open' },
    ],
  ];

  it.each(rows)('%s', (_says, event, state, move) => {
    expect(moveFor(event, state)).toEqual(move);
  });

  it('is decided by the time of the event, then of its arrival, then by its id', () => {
    const at = (arrival: number, eventId: string) =>
      moveFor(
        faultEvent(100, 'ok', { moment: moment(100, eventId, arrival) }),
        known({ applied: moment(100, 'b', 7) }),
      );

    expect([at(7, 'a'), at(6, 'c')]).toEqual([{ move: 'late' }, { move: 'late' }]);
    expect([at(7, 'c'), at(8, 'a')]).toEqual([{ move: 'recover' }, { move: 'recover' }]);
  });
});

describe('events in any order', () => {
  const levels = ['critical', 'error', 'warning', 'fatal', 'ok', 'ok'] as const;
  const Event = fc.record({
    at: fc.integer({ min: 1, max: 6 }),
    arrival: fc.integer({ min: 1, max: 4 }),
    level: fc.constantFrom(...levels),
    fault: fc.constantFrom('fault-1', 'fault-2', null),
  });
  const Events = fc.array(Event, { minLength: 1, maxLength: 9 }).map((list) =>
    list.map(({ at, arrival, level, fault }, n) => {
      const place = moment(at, `event-${n}`, arrival);
      const about = fault === null ? { faultKey: place.eventId, namesItsFault: false } : { faultKey: fault };
      return faultEvent(at, level, { moment: place, ...about });
    }),
  );
  const Shuffled = Events.chain((list) =>
    fc.shuffledSubarray(list, { minLength: list.length }).map((order) => ({ list, order })),
  );

  it('end in the state of the newest one, whatever was asked first', () => {
    fc.assert(
      fc.property(Shuffled, ({ list, order }) => {
        const newest = list.toSorted((a, b) => compareMoments(a.moment, b.moment)).at(-1);
        const state = order.reduce<FaultState | null>((before, event) => afterMove(event, before), null);

        expect(state?.applied).toEqual(newest?.moment);
        expect(state?.recoveredAt !== null).toBe(newest?.recovered);
        if (!newest?.recovered) expect(state?.level).toBe(newest?.level);
        expect(state?.issue !== null).toBe(list.some(({ recovered: over }) => !over));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a new round and the issue of the last one', () => {
  const HOUR = 3_600_000;
  const done = { status: { name: 'Done', category: 'done' }, resolution: 'Done' } as const;
  const closed = { ...done, resolvedAt: 10 * HOUR, statusChangedAt: 10 * HOUR };
  const route = { wontFix: ["Won't Do", '不予修复'], reopenWithinMs: HOUR };
  const at = (hours: number, arrival = hours) => ({ at: hours * HOUR, receivedAt: arrival * HOUR, eventId: 'e' });
  type Row = [string, Partial<IssueNow>, recoveredAt: number | null, ReturnType<typeof at>, Round];
  const rows: Row[] = [
    ['open: it goes on there', { status: { name: 'To Do', category: 'new' }, resolution: null }, null, at(99), 'go_on'],
    ['in progress', { status: { name: 'x', category: 'indeterminate' } }, null, at(99), 'go_on'],
    ['a status that has no category', { status: { name: 'x', category: 'undefined' } }, null, at(99), 'go_on'],
    ['resolved a moment ago', {}, null, at(10), 'reopen'],
    ['resolved at the edge of the window', {}, null, at(11), 'reopen'],
    ['resolved before the window', {}, null, at(11.001), 'anew'],
    ['resolved after the event, by a clock of its own', {}, null, at(9), 'reopen'],
    ['an old event that came late counts from its arrival', {}, null, at(10.5, 12), 'anew'],
    ['an event whose clock is behind counts from its arrival', {}, null, at(5, 10.5), 'reopen'],
    ["Jira's date before the recovery's", {}, 2 * HOUR, at(10.5), 'reopen'],
    ['no date of resolution: the recovery', { resolvedAt: null }, 10 * HOUR, at(10.9), 'reopen'],
    ['no date of resolution, an old recovery', { resolvedAt: null }, 2 * HOUR, at(10.9), 'anew'],
    ['neither: the last change of status', { resolvedAt: null }, null, at(10.9), 'reopen'],
    ['neither, long ago', { resolvedAt: null }, null, at(12), 'anew'],
    ['nothing at all', { resolvedAt: null, statusChangedAt: null }, null, at(99), 'reopen'],
    ["won't fix", { resolution: "Won't Do" }, null, at(10), 'leave'],
    ["won't fix, however long ago", { resolution: "Won't Do" }, null, at(999), 'leave'],
    ["won't fix in other letters", { resolution: " won't do " }, null, at(10), 'leave'],
    ["won't fix in Chinese", { resolution: '不予修复' }, null, at(10), 'leave'],
    [
      "open again with an old won't fix",
      { status: { name: 'To Do', category: 'new' }, resolution: "Won't Do" },
      null,
      at(10),
      'go_on',
    ],
    ['closed without a resolution', { resolution: null }, null, at(10), 'reopen'],
  ];

  it.each(rows)('%s', (_says, issue, recoveredAt, event, round) => {
    expect(roundOn({ ...closed, ...issue }, { recoveredAt }, route, event)).toBe(round);
  });

  it('never reopens at once closed ones where the window is 0', () => {
    const never = { ...route, reopenWithinMs: 0 };

    expect(roundOn({ ...closed }, { recoveredAt: null }, never, at(10.001))).toBe('anew');
  });
});

describe('a repeat', () => {
  const route = { commentThrottleMs: 60_000, commentsMost: 3 };
  it.each([
    ['is silent where the route says nothing', { ...route, commentThrottleMs: null }, 0, 999_999, false],
    ['is silent right after the last comment', route, 0, 159_999, false],
    ['is told when the time is over', route, 0, 160_000, true],
    ['is told while there are few comments', route, 2, 160_000, true],
    ['is silent when there were enough', route, 3, 999_999, false],
    ['is always told without a pause', { ...route, commentThrottleMs: 0 }, 0, 100_000, true],
  ])('%s', (_says, settings, comments, receivedAt, told) => {
    expect(repeatIsTold({ commentedAt: 100_000, comments }, settings, receivedAt)).toBe(told);
  });
});
