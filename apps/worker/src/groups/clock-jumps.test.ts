/** A clock that is off costs no alert: rounds begin and end whatever it says, and what it left behind does no harm. */
import { randomUUID } from 'node:crypto';
import { clockIsBehind, isNewer, moveFor, withPossibleTimes } from '@guance-jira/ledger';
import { faultEvent, known, moment } from '@guance-jira/ledger/testing';
import { parseRules } from '@guance-jira/mapping';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from './testing/fault-world.ts';

const MINUTE = 60;
const HOUR = 3600;

describe('of two events the newer', () => {
  it.each<[says: string, event: [at: number, arrival: number], applied: [at: number, arrival: number], newer: boolean]>(
    [
      ['is that with the later time', [101, 103], [100, 104], true],
      ['is not one that was held up on its way', [99, 200], [100, 101], false],
      ['is one by a right clock that came after one by a clock ahead', [150, 151], [340, 100], true],
      ['is not one that came before it, by a right clock', [90, 99], [340, 100], false],
      ['is by time where both clocks are ahead', [335, 152], [340, 100], false],
      ['is by time where the clocks differ by seconds', [99, 103], [100, 98], false],
    ],
  )('%s', (_says, [at, arrival], applied, newer) => {
    expect(isNewer(moment(at, 'b', arrival), moment(applied[0], 'a', applied[1]))).toBe(newer);
  });

  it('is by arrival where one has no time of its own', () => {
    const untimed = { ...moment(200, 'a', 200), untimed: true };
    expect(isNewer(moment(150, 'b', 201), untimed)).toBe(true);
    expect(isNewer(moment(150, 'b', 199), untimed)).toBe(false);
    expect(isNewer(untimed, moment(230, 'b', 199))).toBe(true);
  });

  it('is behind by its clock when it came later and says to be older by an hour', () => {
    const applied = moment(8 * HOUR, 'a');
    expect(clockIsBehind(moment(HOUR, 'b', 8 * HOUR + 1), applied)).toBe(true);
    expect(clockIsBehind(moment(HOUR, 'b', 8 * HOUR - 1), applied)).toBe(false);
    expect(clockIsBehind(moment(8 * HOUR - 40 * MINUTE, 'b', 8 * HOUR + 1), applied)).toBe(false);
  });
});

describe('what an event by a clock that is behind means', () => {
  const late = 9 * HOUR;
  const state = known({ applied: moment(late), openedAt: late * 1000 });
  const over = { ...state, recoveredAt: late * 1000, level: 'ok' } as const;
  const behind = (level: 'critical' | 'ok', change = {}) =>
    faultEvent(HOUR, level, { moment: moment(HOUR, 'e', late + 60), ...change });

  it('a fault that nobody has heard of is a new round', () => {
    const other = { faultKey: 'fault-2', unseen: true };
    expect(moveFor(behind('critical', other), over)).toEqual({ move: 'round', known: false });
    expect(moveFor(behind('critical', other), state)).toEqual({ move: 'round', known: false });
    expect(moveFor(behind('critical', other), { ...over, issue: null, heldOver: late * 1000 })).toEqual({
      move: 'open',
    });
  });

  it('one that came before, or is known, or not so far behind, is late', () => {
    expect(moveFor(behind('critical', { faultKey: 'fault-2' }), over)).toEqual({ move: 'late' });
    const before = { moment: moment(HOUR, 'e', late - 60), faultKey: 'fault-2', unseen: true };
    expect(moveFor(behind('critical', before), over)).toEqual({ move: 'late' });
    const heldUp = { moment: moment(late - 600, 'e', late + 60), faultKey: 'fault-2', unseen: true };
    expect(moveFor(behind('critical', heldUp), over)).toEqual({ move: 'late' });
  });

  it('one that came much later than a delivery can take is a new round, however little it is behind', () => {
    const muchLater = { moment: moment(late - 1, 'e', late + 600), faultKey: 'fault-2', unseen: true };
    expect(moveFor(behind('critical', muchLater), over)).toEqual({ move: 'round', known: false });
  });

  it('the recovery of the round itself ends it', () => {
    expect(moveFor(behind('ok'), state)).toEqual({ move: 'recover' });
    expect(moveFor(behind('ok', { faultKey: 'fault-0' }), state)).toEqual({ move: 'late' });
  });
});

describe('when an issue was told last', () => {
  const now = 10 * HOUR * 1000;
  const told = (commentedAt: number) => known({ applied: moment(9 * HOUR), commentedAt });
  const counts = (commentedAt: number, arrival: number) =>
    withPossibleTimes(told(commentedAt), moment(10 * HOUR, 'e', arrival), now).commentedAt;

  it('counts as before this event where it lies ahead of it and of now', () => {
    expect(counts(now + HOUR * 1000, 10 * HOUR)).toBeLessThan(now);
  });

  it('stays where the arrivals of a receiver are still ahead, or this event was held up', () => {
    expect(counts(now + HOUR * 1000, 11 * HOUR)).toBe(now + HOUR * 1000);
    expect(counts(now - 1000, 8 * HOUR)).toBe(now - 1000);
  });
});

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h }
routes: [{ name: disks }]
`;

describe.skipIf(SKIPPED !== '')(`an object with a clock that is off${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** Its events, stamped with the seconds by which they differ from now. */
  function disk() {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const ref = randomUUID();
    const now = Math.floor(Date.now() / 1000);
    let arrival = Date.now();
    const send = (df_status: string, round: number, seconds: number, change: Sent = {}) => {
      arrival += 1;
      return world.handle({
        ...{ df_event_id: `event-${randomUUID()}`, df_status, timestamp: now + seconds, receivedAt: arrival },
        ...{ df_fault_id: `${ref}-${round}`, df_monitor_checker_event_ref: ref },
        ...change,
      });
    };
    const open = () => world.jira.issues.filter(({ status }) => status.category !== 'done').length;
    return { world, send, open, now, object: world.keys.object(`/ref/${ref}`) };
  }
  const close = ({ jira }: FaultWorld) => {
    for (const issue of jira.issues)
      jira.byPerson(issue, {
        status: { name: '已完成', category: 'done' },
        resolution: 'Done',
        resolvedAt: Date.now(),
      });
  };

  it.each([
    ['hours ahead', 8 * HOUR],
    ['minutes ahead', 4 * MINUTE],
    ['hours behind', -8 * HOUR],
    ['right', 0],
  ])('whose first event is %s: it recovers, and fails again', async (_says, seconds) => {
    const { send, open } = disk();
    await send('critical', 1, seconds);
    expect([(await send('ok', 1, 0)).outcome, open()]).toEqual(['resolved', 0]);
    expect([(await send('critical', 2, 0)).outcome, open()]).toEqual(['reopened', 1]);
    expect([(await send('ok', 2, 0)).outcome, open()]).toEqual(['resolved', 0]);
  });

  it('which told by a receiver whose clock was ahead tells again after the throttle, not after those hours', async () => {
    const { world, send } = disk();
    world.rules = parseRules(RULES.replace('name: disks', 'name: disks, comments: { throttle: 1h }'), 'rules.yaml');
    await send('critical', 1, 0, { receivedAt: Date.now() + 8 * HOUR * 1000 });
    const silent = await send('critical', 1, 1);
    const told = await send('critical', 1, 2, { receivedAt: Date.now() + 61 * MINUTE * 1000 });

    expect([silent.outcome, told.outcome]).toEqual(['ignored', 'commented']);
  });

  it.each([8 * HOUR, -8 * HOUR])('whose recovery is off by %i s: it fails and recovers again', async (seconds) => {
    const { send, open } = disk();
    await send('critical', 1, 0);
    expect([(await send('ok', 1, seconds)).outcome, open()]).toEqual(['resolved', 0]);
    expect([(await send('critical', 2, 0)).outcome, open()]).toEqual(['reopened', 1]);
    expect([(await send('ok', 2, 0)).outcome, open()]).toEqual(['resolved', 0]);
  });

  it('whose issue a person has closed: a new fault opens it again, though its clock is hours behind', async () => {
    const { world, send, open } = disk();
    await send('critical', 1, 0);
    close(world);
    expect([(await send('critical', 2, -8 * HOUR)).outcome, open()]).toEqual(['reopened', 1]);
    expect([(await send('ok', 2, -8 * HOUR + 2)).outcome, open()]).toEqual(['resolved', 0]);
  });

  it('begins its round after a crash in the middle, too', async () => {
    const { world, send, open } = disk();
    await send('critical', 1, 0);
    close(world);
    const id = { df_event_id: `event-${randomUUID()}` };
    const writes = world.around;
    let left = 0;
    world.around = (_call, act) => {
      left -= 1;
      if (left === 0) throw new Error('crash');
      return act();
    };
    let crashes = 0;
    for (let at = 1; at < 60; at += 1) {
      left = at;
      const end = await send('critical', 2, -8 * HOUR, id).catch(() => null);
      if (end) break;
      crashes += 1;
    }
    world.around = writes;

    expect(crashes).toBeGreaterThan(10);
    expect(open()).toBe(1);
    expect((await send('ok', 2, -8 * HOUR + 2)).outcome).toBe('resolved');
  });

  it('opens a fault by a clock behind, though a recovery of another came first', async () => {
    const { send, open } = disk();
    await send('ok', 1, 0);
    expect([(await send('critical', 2, -8 * HOUR)).outcome, open()]).toEqual(['created', 1]);
  });

  it('that an older version left far ahead heals', async () => {
    const { world, send, open, object, now } = disk();
    await send('critical', 1, 0);
    const state = JSON.parse(String(await redis.client.hget(object, 'state')));
    const far = (now + 8 * HOUR) * 1000;
    const poisoned = { ...state, openedAt: far, applied: { ...state.applied, at: far } };
    await redis.client.hset(object, 'state', JSON.stringify(poisoned));
    expect([(await send('ok', 1, 0)).outcome, open()]).toEqual(['resolved', 0]);
    expect(world.jira.issues[0]?.comments.at(-1)?.text).not.toContain('-');

    const closed = JSON.parse(String(await redis.client.hget(object, 'state')));
    const again = { ...closed, recoveredAt: far, heldOver: far, applied: { at: far, receivedAt: far, eventId: 'x' } };
    await redis.client.hset(object, 'state', JSON.stringify(again));
    expect([(await send('critical', 2, 0)).outcome, open()]).toEqual(['reopened', 1]);
  });
});
