/** The model of the ledger against the scripts themselves, over random sequences of steps. */
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM, CONFIRM, FORGET, MARK_SENT, NOTE_ANSWER, SETTLE, UNSEND, WAITING } from './scripts.ts';
import * as model from './testing/ledger-model.ts';

const version = fc.constantFrom(1, 1, 1, 2);
const site = fc.constantFrom('http://a', 'http://a', 'http://a', 'http://b');
const token = fc.constantFrom('t1', 't2', 't3');
const eventId = fc.constantFrom('e1', 'e1', 'e2');
const id = fc.constantFrom('1', '2');
/** Rules change while an event is at work: another route, another project. */
const route = fc.constantFrom('r', 'r', 's');
const project = fc.constantFrom('OPS', 'OPS', 'DBA');
/** The ledger as a whole was renewed since the caller read it. */
const epoch = fc.constantFrom(1, 1, 1, 1, 0);

const Step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('claim' as const), v: version, site, route, token, eventId, epoch }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('markSent' as const), token, eventId, project }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unsend' as const), token }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('noteAnswer' as const),
      token,
      field: fc.constantFrom('answered' as const, 'ended' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), v: version, site, route, id }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      v: version,
      site,
      route,
      outcome: fc.constantFrom('failed', 'created', 'ignored'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('waiting' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leaseEnds' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clockBack' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clockAhead' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restored' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evicted' as const) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

describe.skipIf(SKIPPED)(`the model of the ledger${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('does what the scripts do, whatever happens in whatever order', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 1, maxLength: 30, size: 'max' }), async (steps) => {
        const keys = redis.keys();
        await redis.client.hset(keys.ledger, { epoch: 1, beat: 1 });
        await redis.client.hset(keys.highestKeys('any'), { OPS: 'OPS-7' });
        let record: model.ModelRecord = {};
        // An older copy of Redis: that of two steps ago.
        let [copy, older] = [await dump(redis, keys), await dump(redis, keys)];
        let [before, longBefore] = [record, record];
        for (const step of steps) {
          if (step.do === 'restored') {
            await restore(redis, keys, older);
            record = longBefore;
            reached.add(`restored ${record.state}`);
          }
          [older, copy] = [copy, await dump(redis, keys)];
          [longBefore, before] = [before, record];
          const [next, answer] = onModel(record, step);
          record = next;
          expect([step, untimed(await onRedis(redis, keys, step))]).toEqual([step, untimed(answer)]);
          expect([step, await stored(redis, keys)]).toEqual([step, shown(record)]);
          reached.add(`${step.do} ${record.state} ${record.outcome}`);
        }
      }),
      // Some four thousand steps, the same each time.
      { numRuns: 300, seed: 12 },
    );
    // A search that never comes far would prove nothing.
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'unsend reserved undefined',
        'noteAnswer sent undefined',
        'settle confirmed created',
        'forget reserved undefined',
        'clockBack sent undefined',
        'clockAhead sent undefined',
        'restored sent',
        'evicted undefined undefined',
      ]),
    );
  });
});

const words = ({ v, site, route: name }: { v: number; site: string; route: string }) => ({ v, site, route: name });

function onModel(record: model.ModelRecord, step: Step): [model.ModelRecord, unknown] {
  const now = Date.now();
  switch (step.do) {
    case 'claim': {
      if (step.epoch !== 1) return [record, { found: 'changed' }];
      const claimed = model.claim(record, { ...words(step), token: step.token, holder: step.eventId }, now);
      return [claimed.record, claimed.answer];
    }
    case 'markSent':
      return model.markSent(record, step.token, step.eventId, now, step.project, step.project === 'OPS' ? 'OPS-7' : '');
    case 'unsend':
      return model.unsend(record, step.token);
    case 'noteAnswer':
      return [model.noteAnswer(record, step.token, now, step.field, SAID), undefined];
    case 'confirm':
      return model.confirm(record, step.id, words(step));
    case 'settle':
      return model.settle(record, step.outcome, 'why', words(step));
    case 'forget':
      return [model.forget(record, step.id), undefined];
    case 'waiting':
      return [model.waiting(record, now), undefined];
    case 'clockBack':
      return [model.clockBack(record, SET_BACK_MS), undefined];
    case 'clockAhead':
      return [model.clockBack(record, -SET_BACK_MS), undefined];
    case 'restored':
      return [record, undefined];
    case 'evicted':
      return [{}, undefined];
    case 'leaseEnds':
      return [record.lease === undefined ? record : { ...record, lease: 0 }, undefined];
  }
}

async function onRedis({ client }: TestRedis, keys: Keys, step: Step): Promise<unknown> {
  const key = keys.event('e');
  switch (step.do) {
    case 'claim': {
      const { v, site, token, eventId } = step;
      const { now, posts, forgotten, ...rest } = JSON.parse(
        String(await CLAIM(client, [key, keys.ledger], [v, site, step.route, token, step.epoch, 1, eventId, 86_400])),
      );
      if (rest.found === 'reserved') return { ...rest, posts, forgotten };
      return rest.found === 'sent' ? { ...rest, above: JSON.parse(rest.above), posts, now } : rest;
    }
    case 'markSent':
      return (
        Number(
          await MARK_SENT(
            client,
            [key, keys.ledger, keys.highestKeys('any')],
            [step.token, step.eventId, step.project],
          ),
        ) > 0
      );
    case 'unsend':
      return Number(await UNSEND(client, [key], [step.token])) === 1;
    case 'noteAnswer':
      return void (await NOTE_ANSWER(client, [key], [step.token, step.field, SAID]));
    case 'confirm':
      return CONFIRM(
        client,
        [key, keys.issue(step.site, `OPS-${step.id}`), keys.highestKeys('any')],
        [step.id, `OPS-${step.id}`, step.v, step.site, step.route, 60, ''],
      );
    case 'settle':
      return SETTLE(client, [key], [step.v, step.site, step.route, step.outcome, 'why', 60, '', '']);
    case 'forget':
      return void (await FORGET(client, [key], [step.id]));
    case 'waiting':
      return void (await WAITING(client, [key, keys.pause('s')], [0]));
    case 'clockBack':
    case 'clockAhead':
      for (const name of ['sentAt', 'answered', 'ended', 'lease'])
        if (await client.hexists(key, name))
          await client.hincrby(key, name, step.do === 'clockBack' ? SET_BACK_MS : -SET_BACK_MS);
      return undefined;
    case 'restored':
      return undefined;
    case 'evicted':
      return void (await client.del(key));
    case 'leaseEnds':
      if (await client.hexists(key, 'lease')) await client.hset(key, 'lease', 0);
      return undefined;
  }
}

const SAID = 'answered 502';

const TIMES = [
  'sentAt',
  'answered',
  'answeredAt',
  'ended',
  'endedAt',
  'lease',
  'waitingSince',
  'now',
  'ms',
  'sentAgoMs',
];

/** Clocks of both sides differ by a little, so one that is far ahead is told from one that is not, no more. */
const SET_BACK_MS = 7_200_000;
const isAhead = (value: unknown) => Number(value) > Date.now() + SET_BACK_MS / 2;
const isBehind = (value: unknown) => Number(value) > 0 && Number(value) < Date.now() - SET_BACK_MS / 2;

/** Times are compared only by whether they are there. */
function untimed(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      TIMES.includes(name) && value !== null
        ? timeWord(name, value)
        : isProjects(name, value)
          ? JSON.parse(value)
          : value,
    ]),
  );
}

/** The order of its projects does not matter. */
function isProjects(name: string, value: unknown): value is string {
  return name === 'above' && typeof value === 'string';
}

function timeWord(name: string, value: unknown): string {
  // These are spans, and a count that the clock does not move.
  if (['ms', 'sentAgoMs', 'waitingSince'].includes(name)) return 'a time';
  if (isBehind(value)) return 'a time behind';
  return isAhead(value) ? 'a time ahead' : 'a time';
}

function shown(record: model.ModelRecord): unknown {
  const { expires = false, ...fields } = record;
  const texts = Object.entries(fields).map(([name, value]) => [name, value === true ? '1' : String(value)] as const);
  return { ...Object(untimed(Object.fromEntries(texts))), expires };
}

async function stored({ client }: TestRedis, keys: Keys): Promise<unknown> {
  const { at: _, waitedAt, waitedIll, waitedFor, ...fields } = await client.hgetall(keys.event('e'));
  const expires = (await client.ttl(keys.event('e'))) > 0;
  return { ...Object(untimed(fields)), expires };
}

interface Copy {
  value: Buffer | null;
  ttlMs: number;
}

async function dump({ client }: TestRedis, keys: Keys): Promise<Copy> {
  const key = keys.event('e');
  return { value: await client.dumpBuffer(key), ttlMs: Math.max(0, await client.pttl(key)) };
}

async function restore({ client }: TestRedis, keys: Keys, { value, ttlMs }: Copy): Promise<void> {
  await client.del(keys.event('e'));
  if (value !== null) await client.restore(keys.event('e'), ttlMs, value);
}
