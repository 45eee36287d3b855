/**
 * What is kept of objects and faults, as a small model, against the scripts themselves: attempts that were overtaken, another address of
 * Jira, records that are gone, faults that come to nothing. An object whose issue is open never expires and is looked at; nothing else
 * stays without an end.
 */

import { known } from '@guance-jira/ledger/testing';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFaultStore } from './state-store.ts';

type Name = 'f1' | 'f2' | 'f3';
const NAMES: readonly Name[] = ['f1', 'f2', 'f3'];

interface Kept {
  readonly site: string | null;
  readonly stage: 'reserved' | 'confirmed' | null;
  /** Nothing ends it. */
  readonly endless: boolean;
}

interface World {
  readonly fence: number;
  /** The object's record; `fault` is the one whose record it keeps. */
  readonly object: { site: string; fault: Name; kept: Name | null; issue: boolean; endless: boolean } | null;
  readonly faults: Readonly<Record<Name, Kept>>;
  readonly lookedAt: boolean;
}

const NONE: Kept = { site: null, stage: null, endless: false };
const BEGINNING: World = { fence: 0, object: null, faults: { f1: NONE, f2: NONE, f3: NONE }, lookedAt: false };

const fault = fc.constantFrom(...NAMES);
const site = fc.constantFrom('http://a', 'http://a', 'http://b');
const Step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('takesLane' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('claims' as const), fault, site }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('opens' as const), fault, site }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('writes' as const),
      ...{ fault, site, overtaken: fc.constantFrom(false, false, false, true) },
      // The issue stands open, is done with, or there was none.
      issue: fc.constantFrom('open' as const, 'closed' as const, 'none' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fails' as const), fault }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('asks' as const), fault, site }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forgotten' as const) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

describe.skipIf(SKIPPED !== '')(`the model of what is kept of faults${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('does what the scripts do, and neither forgets an open issue nor keeps anything else for ever', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 6, maxLength: 30, size: 'max' }), async (steps) => {
        const keys = redis.keys();
        let world = BEGINNING;
        for (const step of steps) {
          const [next, answer] = onModel(world, step);
          expect([step, await onRedis(redis, keys, world, step)]).toEqual([step, answer]);
          world = next;
          expect([step, await stored(redis, keys)]).toEqual([step, { ...world, object: world.object && shown(world) }]);
          const { object } = world;
          const open = object?.endless === true;
          expect([step, world.lookedAt]).toEqual([step, open]);
          reached.add(`${step.do} ${JSON.stringify(answer)}`);
        }
      }),
      // Some five thousand steps, the same each time.
      { numRuns: 300, seed: 12 },
    );
    expect([...reached]).toEqual(
      expect.arrayContaining([
        ...['writes true', 'writes false', 'asks {"elsewhere":true,"state":null,"faultIssue":false}'],
        ...['asks {"elsewhere":false,"state":"f1","faultIssue":true}'],
      ]),
    );
  });
});

function onModel(world: World, step: Step): [World, unknown] {
  const withFault = (name: Name, change: Partial<Kept>): World['faults'] => ({
    ...world.faults,
    [name]: { ...world.faults[name], ...change },
  });
  switch (step.do) {
    case 'takesLane':
      return [{ ...world, fence: world.fence + 1 }, undefined];
    case 'claims':
      return [
        { ...world, faults: withFault(step.fault, { site: step.site, stage: 'reserved', endless: true }) },
        undefined,
      ];
    case 'opens':
      return [
        { ...world, faults: withFault(step.fault, { site: step.site, stage: 'confirmed', endless: true }) },
        undefined,
      ];
    case 'fails': {
      const { stage } = world.faults[step.fault];
      if (stage !== 'reserved') return [world, undefined];
      return [{ ...world, faults: withFault(step.fault, { endless: false }) }, undefined];
    }
    case 'asks': {
      const { object } = world;
      const own = world.faults[step.fault];
      const elsewhere = (object !== null && object.site !== step.site) || (own.site !== null && own.site !== step.site);
      const state = object?.site === step.site ? object.fault : null;
      return [world, { elsewhere, state, faultIssue: own.stage === 'confirmed' && own.site === step.site }];
    }
    case 'forgotten':
      return [{ ...world, object: null, lookedAt: false }, undefined];
    case 'writes':
      return written(world, step);
  }
}

function written(
  world: World,
  { fault: name, site: by, overtaken, issue }: Extract<Step, { do: 'writes' }>,
): [World, unknown] {
  if (overtaken || world.fence === 0) return [world, false];
  const endless = issue === 'open';
  const before = world.object?.kept ?? null;
  const faults = { ...world.faults };
  if (issue !== 'none') {
    if (faults[name].stage !== null) faults[name] = { ...faults[name], endless };
    if (before !== null && before !== name) faults[before] = { ...faults[before], endless: false };
  }
  const kept = issue === 'none' ? before : name;
  const object = { site: by, fault: name, kept, issue: issue !== 'none', endless };
  return [{ ...world, object, faults, lookedAt: endless }, true];
}

async function onRedis({ client }: TestRedis, keys: Keys, world: World, step: Step): Promise<unknown> {
  const store = (at: string) => createFaultStore(client, keys, { site: at, waitReplicas: 0, ledgerDays: 30 });
  switch (step.do) {
    case 'takesLane':
      return void (await client.hincrby(keys.lane('o'), 'fence', 1));
    case 'claims':
    case 'opens': {
      const state = step.do === 'claims' ? 'reserved' : 'confirmed';
      const record = { v: '1', site: step.site, state, issueId: '1', issueKey: 'OPS-1', route: 'r' };
      await client.hset(keys.fault(step.fault), record);
      // As CLAIM does.
      return void (await client.persist(keys.fault(step.fault)));
    }
    case 'fails':
      return store('http://a').endUnopened(step.fault);
    case 'asks': {
      const read = await store(step.site).read('o', step.fault);
      return (
        read && { elsewhere: read.elsewhere, state: read.state?.faultKey ?? null, faultIssue: read.faultIssue !== null }
      );
    }
    case 'forgotten':
      await client.zrem(keys.openObjects, keys.object('o'));
      return void (await client.del(keys.object('o')));
    case 'writes':
      return store(step.site).write({
        ...{ objectKey: 'o', fence: step.overtaken ? world.fence - 1 : world.fence },
        state: known({ faultKey: step.fault, ...(step.issue === 'none' ? { issue: null } : {}) }),
        ...{ keepSeconds: step.issue === 'open' ? null : 60, recordKey: keys.event('e'), settlement: null },
      });
  }
}

function shown({ object }: World): unknown {
  const { issue: _, ...others } = object ?? {};
  return others;
}

async function stored({ client }: TestRedis, keys: Keys): Promise<unknown> {
  const pipeline = client.pipeline().hgetall(keys.object('o')).ttl(keys.object('o')).hget(keys.lane('o'), 'fence');
  pipeline.zscore(keys.openObjects, keys.object('o'));
  for (const name of NAMES) pipeline.hmget(keys.fault(name), 'site', 'state').ttl(keys.fault(name));
  const [object, ttl, fence, lookedAt, ...ofFaults] = ((await pipeline.exec()) ?? []).map(([, answer]) => answer);
  const record: Partial<Record<string, string>> = Object(object);
  const nameOf = (key: string | undefined) => NAMES.find((name) => keys.fault(name) === key) ?? null;
  const faults = NAMES.map((name, n) => {
    const [at = null, stage = null] = Object.values(Object(ofFaults[2 * n]));
    return [name, { site: at, stage, endless: ofFaults[2 * n + 1] === -1 }];
  });
  return {
    fence: Number(fence ?? 0),
    object: record.state
      ? {
          site: record.site,
          fault: Reflect.get(Object(JSON.parse(record.state)), 'faultKey'),
          kept: nameOf(record.fault),
          endless: ttl === -1,
        }
      : null,
    faults: Object.fromEntries(faults),
    lookedAt: lookedAt !== null,
  };
}
