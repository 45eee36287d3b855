/**
 * The model of storm windows against the scripts themselves, over random sequences: rules that change or lose their storm while one is
 * on, clocks of receivers that jump, comments that are refused, windows whose days are over. And what must hold in every world that they
 * come to: nobody waits in a list at which no one looks, and no window is looked at for ever.
 */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStormStore, type StormStore } from './store.ts';
import * as model from './testing/storm-model.ts';

const SECOND = 1000;
const NOW = 1_700_000_000_000;
const ROUTE = 'disks "a"';
const ISSUE = { id: '9', key: 'OPS-9' };

const subject = fc.constantFrom('f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7');
/** Most arrivals lie close together; some come by a clock that is two hours off. */
const at = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }).map((s) => NOW + s * SECOND) },
  { weight: 1, arbitrary: fc.constantFrom(NOW - 7200 * SECOND, NOW + 7200 * SECOND) },
);
const which = fc.nat(3);
const count = fc.integer({ min: 1, max: 3 });
const Step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('admit' as const),
      ...{ subject, at },
      // The rules of just then.
      limit: fc.constantFrom(0, 1, 1, 2),
      lengthMs: fc.constantFrom(10, 10, 30).map((s) => s * SECOND),
      keepLimit: fc.constantFrom(0, 0, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('askWithoutStorm' as const), subject }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('opens' as const), subject }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('told' as const), which, count }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('giveUp' as const), which, count, all: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('recovered' as const), which, subject }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('remains' as const), which, ended: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expired' as const), which }) },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

describe.skipIf(SKIPPED !== '')(`the model of storms${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('does what the scripts do, and leaves nobody waiting and no window for ever', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 8, maxLength: 40, size: 'max' }), async (steps) => {
        const keys = redis.keys();
        const storms = createStormStore(redis.client, keys, 90);
        let world = model.NO_STORM;
        for (const step of steps) {
          const start = startOf(world, step);
          if (start === null) continue;
          const before = world;
          const [next, answer] = onModel(world, step, start);
          world = next;
          expect([step, await onRedis(redis, keys, storms, before, step, start)]).toEqual([step, answer]);
          expect([step, await stored(redis, keys, world)]).toEqual([step, shown(world)]);
          expect([step, stranded(world), takenBack(before, world, step)]).toEqual([step, [], []]);
          reached.add(`${step.do} ${String(answer)}`);
        }
        expect(await lookedAtForEver(world, storms)).toEqual([]);
      }),
      // Some five thousand steps, the same each time.
      { numRuns: 250, seed: 12 },
    );
    // A search that never comes far would prove nothing.
    expect([...reached]).toEqual(
      expect.arrayContaining([
        ...['admit own', 'admit list', 'admit listed', 'askWithoutStorm list', 'askWithoutStorm listed'],
        ...['remains list', 'remains wait', 'remains over', 'remains rest', 'askWithoutStorm null'],
      ]),
    );
  });
});

/** The window that a step is about; 0 where it is about none, null where there is none yet. */
function startOf({ windows }: model.StormModel, step: Step): number | null {
  if (!('which' in step)) return 0;
  const starts = [...windows.keys()].sort((a, b) => a - b);
  return starts[step.which % Math.max(starts.length, 1)] ?? null;
}

function onModel(world: model.StormModel, step: Step, start: number): [model.StormModel, unknown] {
  switch (step.do) {
    case 'admit':
      return model.admit(world, step);
    case 'askWithoutStorm':
      return [world, model.verdictOf(world, step.subject)];
    case 'opens':
      return [{ ...world, begun: new Set(world.begun).add(step.subject) }, undefined];
    case 'told':
      return [model.told(world, start, step.count), undefined];
    case 'giveUp':
      return [model.giveUp(world, start, step.count, step.all), undefined];
    case 'recovered':
      return [model.recovered(world, start, step.subject), undefined];
    case 'remains':
      return model.remains(world, start, step.ended);
    case 'expired':
      return [model.expired(world, start), undefined];
  }
}

async function onRedis(
  { client }: TestRedis,
  keys: Keys,
  storms: StormStore,
  before: model.StormModel,
  step: Step,
  start: number,
): Promise<unknown> {
  const window = { route: ROUTE, start };
  switch (step.do) {
    case 'admit': {
      const { subject: faultKey, at: receivedAt, limit, lengthMs: windowMs, keepLimit } = step;
      const storm = { limit, windowMs, keep: ['critical' as const], keepLimit };
      const entry = { eventId: `e-${faultKey}`, faultKey, at: receivedAt, level: null, title: 't', object: 'o' };
      const verdict = await storms.admit({
        ...{ storm, route: ROUTE, timezone: 'Asia/Shanghai', receivedAt, subject: faultKey, severe: keepLimit > 0 },
        ...{ entryKey: keys.fault(faultKey), recordKey: keys.event(entry.eventId), entry },
      });
      return verdict.verdict;
    }
    case 'askWithoutStorm': {
      const known = await storms.verdictOf(keys.event(`e-${step.subject}`), keys.fault(step.subject));
      return known?.verdict ?? null;
    }
    case 'opens':
      return void (await client.hset(keys.fault(step.subject), 'state', 'sent'));
    case 'told': {
      const now = before.windows.get(start) ?? model.EMPTY_WINDOW;
      return storms.setTold(window, Math.min(now.told + step.count, now.list.length), ISSUE, 1);
    }
    case 'giveUp': {
      const now = before.windows.get(start) ?? model.EMPTY_WINDOW;
      await storms.giveUp(window, now.told, step.count, step.all);
      return undefined;
    }
    case 'recovered':
      return storms.recovered(window, step.subject);
    case 'remains':
      return storms.remains(window, step.ended);
    case 'expired': {
      const base = `${keys.storms(ROUTE)}:${start}`;
      return void (await client.del(base, `${base}:list`, `${base}:standing`, `${base}:issue`));
    }
  }
}

async function stored({ client }: TestRedis, keys: Keys, world: model.StormModel): Promise<unknown> {
  const windows = [];
  for (const start of [...world.windows.keys()].sort((a, b) => a - b)) {
    const base = `${keys.storms(ROUTE)}:${start}`;
    const fields = await client.hgetall(base);
    const of = Object.entries(fields).filter(([name]) => name.startsWith('of '));
    const entries = await client.lrange(`${base}:list`, 0, -1);
    windows.push({
      start,
      of: of.map(([name, place]) => `${name.slice(3)} ${place}`).sort(),
      list: entries.map((text) => String(Reflect.get(Object(JSON.parse(text)), 'faultKey'))),
      standing: (await client.smembers(`${base}:standing`)).sort(),
      told: Number(fields.told ?? 0),
      closed: fields.closed === '1',
      over: fields.over === '1',
    });
  }
  const live = await client.zrange(keys.storms(ROUTE), '0', '-1', 'WITHSCORES');
  const open = await client.zrange(keys.stormsOpen, '0', '-1');
  return {
    windows,
    live: pairs(live).sort(),
    open: open.map((text) => Number(Reflect.get(Object(JSON.parse(text)), 'start'))).sort((a, b) => a - b),
  };
}

function pairs(flat: readonly string[]): string[] {
  return flat.flatMap((member, n) => (n % 2 === 0 ? [`${member} ${flat[n + 1]}`] : []));
}

function shown({ windows, live, open }: model.StormModel): unknown {
  return {
    windows: [...windows]
      .sort(([a], [b]) => a - b)
      .map(([start, { of, list, standing, told, closed, over }]) => ({
        ...{ start, of: [...of].map(([name, place]) => `${name} ${place}`).sort(), list },
        ...{ standing: [...standing].sort(), told, closed, over },
      })),
    live: [...live].map(([start, score]) => `${start} ${score}`).sort(),
    open: [...open].sort((a, b) => a - b),
  };
}

/** Who waits to be listed while nobody looks at the window. */
function stranded({ windows, open }: model.StormModel): string[] {
  return [...windows].flatMap(([start, { list, told }]) => (open.has(start) ? [] : list.slice(told)));
}

/** Who was told that it is listed, or has its own issue, and is told something else now; a window whose days are over tells nothing. */
function takenBack(before: model.StormModel, after: model.StormModel, step: Step): string[] {
  if (step.do === 'admit' || step.do === 'opens') return [];
  return [...before.places.keys()].filter((one) => {
    const [then, now] = [model.verdictOf(before, one), model.verdictOf(after, one)];
    return then !== null && then !== 'list' && now !== null && now !== then;
  });
}

/** When its time is over and all has been told, a window is at rest, or is closed. */
async function lookedAtForEver(world: model.StormModel, storms: StormStore): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const start of world.open) {
    const window = { route: ROUTE, start };
    const { told, total } = await storms.counts(window);
    if (told < total) await storms.setTold(window, total, ISSUE, 1);
    const left = await storms.remains(window, true);
    if (left !== 'over' && left !== 'rest') found.push([start, left]);
  }
  return found;
}
