/**
 * Every order in which the events of one object can be taken up, end, step aside, die, be deleted on the dashboard and be delivered again,
 * by receivers whose clocks differ or jump, while Redis may lose the lane: no path leads to a lane in which somebody waits for ever.
 */
import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLanes, type Lanes } from './ordered-lock.ts';
import { EMPTY_LANE, enter, type LaneModel, leave, type Member } from './testing/lane-model.ts';

const IDS = ['a', 'b', 'c'] as const;
type Id = (typeof IDS)[number];
const TIMES: Record<Id, number> = { a: 20, b: 10, c: 20 };

/** `arrival` is null while the event is not in the queue. */
interface World {
  readonly lane: LaneModel;
  readonly arrival: Readonly<Record<Id, number | null>>;
  readonly failed: readonly Id[];
  /** Who was told to go and has neither ended nor died. */
  readonly atWork: readonly Id[];
  readonly deliveries: number;
}

/** `deliverEarly`: by a clock that is behind, or was set back: its arrival is before all others, or the same. `lose`: the lane's keys are gone. */
type Deed = 'deliver' | 'deliverEarly' | 'enter' | 'end' | 'stepAside' | 'die' | 'fail' | 'delete' | 'retry' | 'lose';
const DEEDS: readonly Deed[] = [
  ...(['deliver', 'deliverEarly', 'enter', 'end', 'stepAside', 'die', 'fail', 'delete', 'retry', 'lose'] as const),
];
const BEGINNING: World = {
  lane: EMPTY_LANE,
  arrival: { a: null, b: null, c: null },
  failed: [],
  atWork: [],
  deliveries: 0,
};

describe('the lane, over every order of events', () => {
  it('never leaves an event that waits for ever, whoever was deleted and delivered again', () => {
    const { worlds, stuck } = search(4);

    expect(stuck).toEqual([]);
    // It must have come to the places where it could go wrong.
    expect(worlds).toBeGreaterThan(2000);
  });

  it('would find one that waits behind itself if a member were known by its arrival alone', () => {
    // As it was: the head of a deleted job counts as alive when a job of that id exists again.
    const { stuck } = search(3, (lane, me, lives) => {
      const [next, answer] = enter(lane, me, lives);
      const head = lane.holder;
      const itself = head !== null && head.id === me.id && head.arrival !== me.arrival;
      return itself ? [lane, { go: false, behind: me.id }] : [next, answer];
    });

    expect(stuck.length).toBeGreaterThan(0);
  });
});

describe.skipIf(SKIPPED !== '')(`the model of the lane${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('does what the scripts do, whatever happens in whatever order', async () => {
    const often = <T>(weights: readonly (readonly [T, number])[]) =>
      fc.oneof(...weights.map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
    const Step = fc.record({
      id: often<Id>([
        ['a', 4],
        ['b', 3],
        ['c', 1],
      ]),
      deed: often<Deed>([
        ['enter', 8],
        ['deliver', 5],
        ['end', 3],
        ['delete', 3],
        ...DEEDS.filter((deed) => !['enter', 'deliver', 'end', 'delete'].includes(deed)).map(
          (deed) => [deed, 2] as const,
        ),
      ]),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
        const keys = redis.keys();
        const woken: string[] = [];
        const lanes = createLanes(redis.client, keys, async (jobId) => void woken.push(jobId));
        let world = BEGINNING;
        for (const { id, deed } of steps) {
          const next = after(world, id, deed);
          if (next === null) continue;
          const answer = await onRedis(redis, keys, lanes, world, id, deed, next);
          expect([deed, id, answer]).toEqual([deed, id, expectedOf(world, id, deed)]);
          expect([deed, id, await stored(redis, keys)]).toEqual([deed, id, shown(next.lane)]);
          expect(woken).toEqual(['end', 'fail', 'stepAside'].includes(deed) ? wokenBy(world, id) : []);
          woken.length = 0;
          world = next;
        }
      }),
      // Some ten thousand steps, the same each time; few of them can happen where they are drawn.
      { numRuns: 300, seed: 12 },
    );
  });

  it('does what the scripts do in every world that a search comes to', async () => {
    const keys = redis.keys();
    const woken: string[] = [];
    const lanes = createLanes(redis.client, keys, async (jobId) => void woken.push(jobId));
    let steps = 0;
    for (const world of search(3).all)
      for (const id of IDS)
        for (const deed of ['enter', 'end', 'fail'] as const) {
          const next = after(world, id, deed);
          if (next === null) continue;
          // One connection carries them out in this order.
          const [, answer] = await Promise.all([
            standing(redis, keys, world),
            onRedis(redis, keys, lanes, world, id, deed, next),
          ]);
          expect(answer).toEqual(expectedOf(world, id, deed));
          expect([world, deed, id, await stored(redis, keys)]).toEqual([world, deed, id, shown(next.lane)]);
          expect(woken.splice(0)).toEqual(deed === 'enter' ? [] : wokenBy(world, id));
          steps += 1;
        }

    expect(steps).toBeGreaterThan(3000);
  }, 120_000);
});

type Enter = typeof enter;

/** Breadth first; stuck is a world in which the events, each taken up again and again, do not all come to their ends. */
function search(maxDeliveries: number, by: Enter = enter): { worlds: number; stuck: World[]; all: World[] } {
  const known = new Map([[keyOf(BEGINNING), BEGINNING]]);
  const stuck: World[] = [];
  for (const world of known.values()) {
    if (!comesToAnEnd(world, by)) stuck.push(world);
    for (const id of IDS)
      for (const deed of DEEDS) {
        const next =
          world.deliveries >= maxDeliveries && deed.startsWith('deliver') ? null : after(world, id, deed, by);
        if (next && !known.has(keyOf(next))) known.set(keyOf(next), next);
      }
  }
  return { worlds: known.size, stuck, all: [...known.values()] };
}

/** Nothing goes wrong any more: those at work die once, at worst, and everybody looks again. */
function comesToAnEnd(world: World, by: Enter): boolean {
  let now: World = { ...world, atWork: [] };
  for (let rounds = 0; rounds < IDS.length * 3; rounds += 1) {
    for (const id of IDS) now = after(now, id, 'enter', by) ?? now;
    for (const id of now.atWork) now = after(now, id, 'end', by) ?? now;
  }
  return IDS.every((id) => now.arrival[id] === null || now.failed.includes(id));
}

/** Null: that cannot happen here. */
function after(world: World, id: Id, deed: Deed, by: Enter = enter): World | null {
  const { lane, arrival, failed, atWork, deliveries } = world;
  const me = memberOf(world, id);
  const lives = livesIn(world);
  const without = <T>(list: readonly T[]) => list.filter((one) => one !== (id as unknown));
  switch (deed) {
    case 'deliver':
      if (me !== null) return null;
      return { ...world, arrival: { ...arrival, [id]: deliveries + 1 }, deliveries: deliveries + 1 };
    case 'deliverEarly':
      if (me !== null) return null;
      return { ...world, arrival: { ...arrival, [id]: 1 }, deliveries: deliveries + 1 };
    case 'enter': {
      if (me === null || !lives(id) || atWork.includes(id)) return null;
      const [next, { go }] = by(lane, me, lives);
      return { ...world, lane: next, atWork: go ? [...atWork, id] : atWork };
    }
    case 'end':
    case 'stepAside':
    case 'fail': {
      if (me === null || !atWork.includes(id)) return null;
      const [next] = leave(lane, me, lives);
      const ended = { ...world, lane: next, atWork: without(atWork) };
      // It waits for something else, and lets the others go on.
      if (deed === 'stepAside') return ended;
      return deed === 'fail'
        ? { ...ended, failed: [...failed, id] }
        : { ...ended, arrival: { ...arrival, [id]: null } };
    }
    case 'lose':
      return lane.waiting.length > 0 || lane.holder !== null ? { ...world, lane: EMPTY_LANE } : null;
    case 'die':
      return atWork.includes(id) ? { ...world, atWork: without(atWork) } : null;
    case 'delete':
      // The dashboard refuses to delete a job that is being handled.
      if (me === null || atWork.includes(id)) return null;
      return { ...world, arrival: { ...arrival, [id]: null }, failed: without(failed) };
    case 'retry':
      return failed.includes(id) ? { ...world, failed: without(failed) } : null;
  }
}

function memberOf({ arrival }: World, id: Id): Member | null {
  const at = arrival[id];
  return at === null ? null : { id, time: TIMES[id], arrival: at };
}

function livesIn({ arrival, failed }: World): (id: string) => boolean {
  return (id) => IDS.some((one) => one === id && arrival[one] !== null && !failed.includes(one));
}

function expectedOf(world: World, id: Id, deed: Deed): unknown {
  const me = memberOf(world, id);
  if (deed !== 'enter' || me === null) return undefined;
  const [, { go, behind }] = enter(world.lane, me, livesIn(world));
  // The model counts; the script counts in milliseconds, of which no two worlds here have the same.
  return go ? { go, fence: expect.any(Number) } : { go, behind: jobIdFor(String(behind)) };
}

function wokenBy(world: World, id: Id): string[] {
  const me = memberOf(world, id);
  const [, next] = me === null ? [null, null] : leave(world.lane, me, livesIn(world));
  return next === null ? [] : [jobIdFor(next)];
}

async function onRedis({ client }: TestRedis, keys: Keys, lanes: Lanes, world: World, id: Id, deed: Deed, next: World) {
  const failed = `${keys.bullPrefix}:${QUEUE_NAME}:failed`;
  const me = memberOf(deed.startsWith('deliver') ? next : world, id);
  const place = { objectKey: 'o', jobId: jobIdFor(id), eventTime: TIMES[id], receivedAt: me?.arrival ?? 0 };
  switch (deed) {
    case 'deliver':
    case 'deliverEarly':
      return void (await client.hset(keys.job(id), 'name', id));
    case 'enter':
      return lanes.enter(place);
    case 'end':
      await lanes.leave(place);
      return void (await client.del(keys.job(id)));
    case 'stepAside':
      return lanes.leave(place);
    case 'lose':
      return void (await client.del(keys.lane('o'), `${keys.lane('o')}:waiting`));
    case 'fail':
      await lanes.leave(place);
      return void (await client.zadd(failed, 1, jobIdFor(id)));
    case 'delete':
      await client.zrem(failed, jobIdFor(id));
      return void (await client.del(keys.job(id)));
    case 'retry':
      return void (await client.zrem(failed, jobIdFor(id)));
    case 'die':
      return undefined;
  }
}

/** Redis as it is in that world. */
async function standing({ client }: TestRedis, keys: Keys, { lane, arrival, failed }: World): Promise<void> {
  const own = keys.lane('o');
  const pipeline = client.pipeline().del(own, `${own}:waiting`, `${keys.bullPrefix}:${QUEUE_NAME}:failed`);
  pipeline.hset(own, 'fence', lane.fence);
  if (lane.holder) pipeline.hset(own, 'holder', textOf(lane.holder));
  for (const member of lane.waiting) pipeline.zadd(`${own}:waiting`, member.time, textOf(member));
  for (const id of IDS) {
    pipeline.del(keys.job(id));
    if (arrival[id] !== null) pipeline.hset(keys.job(id), 'name', id);
    if (failed.includes(id)) pipeline.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:failed`, 1, jobIdFor(id));
  }
  await pipeline.exec();
}

const textOf = ({ id, arrival }: Member) => `${String(arrival).padStart(15, '0')} ${jobIdFor(id)}`;

function shown({ waiting, holder }: LaneModel): unknown {
  return { waiting: waiting.map(textOf), holder: holder && textOf(holder) };
}

async function stored({ client }: TestRedis, keys: Keys): Promise<unknown> {
  const lane = keys.lane('o');
  const answers = await client.pipeline().zrange(`${lane}:waiting`, '0', '-1').hget(lane, 'holder').exec();
  const [waiting, holder] = (answers ?? []).map(([, answer]) => answer);
  return { waiting, holder };
}

/** The same text for the same world; arrivals and fences only count by their order. */
function keyOf({ lane, arrival, failed, atWork, deliveries }: World): string {
  return JSON.stringify([lane.waiting, lane.holder, arrival, [...failed].sort(), [...atWork].sort(), deliveries]);
}
