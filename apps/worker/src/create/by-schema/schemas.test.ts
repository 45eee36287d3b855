import { type CreateSchema, isRefusedBeforeJira } from '@guance-jira/jira';
import { failure } from '@guance-jira/jira/testing';
import type { Keys } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Admission } from '../../throttle/circuit.ts';
import { NotAdmitted } from '../../throttle/take-slot.ts';
import { createSchemas, type Schemas } from './schemas.ts';

const PLACE = { project: 'OPS', issueType: '故障' };
const MINUTES = 60_000;
const schemaOf = (...names: string[]): CreateSchema => ({
  type: '2',
  fields: names.map((name) => ({
    ...{ id: `customfield_${name}`, name, kind: 'text' as const, required: false, hasDefault: false, allowed: null },
  })),
});

describe.skipIf(SKIPPED)(`what Jira tells of its fields${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  /** What Jira answers next; the last one again and again. */
  let answers: (CreateSchema | null | Error)[];
  let asked: object[];
  let failures: unknown[];
  /** Whether a failure that is told turns out to concern its request alone. */
  let alone: boolean;
  let now: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.client.flushall();
    keys = redis.keys();
    answers = [schemaOf('a')];
    asked = [];
    failures = [];
    alone = true;
    now = 0;
  });

  function worker(change: Partial<Parameters<typeof createSchemas>[2]> = {}): Schemas {
    return createSchemas(redis.client, keys, {
      site: 'http://jira.example',
      read: async (place) => {
        asked.push(place);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) throw answer;
        return answer ?? null;
      },
      onFailure: async (error) => {
        failures.push(error);
        return alone;
      },
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 100)),
      now: () => now,
      ...change,
    });
  }

  it('is read once for all events of all workers', async () => {
    const [first, second] = [worker(), worker()];
    const all = await Promise.all([first, second, first, second].map((one) => one.of(PLACE)));

    expect(all).toEqual(Array(4).fill(schemaOf('a')));
    now = 2 * MINUTES;
    expect(await second.of(PLACE)).toEqual(schemaOf('a'));
    expect(await worker().of(PLACE)).toEqual(schemaOf('a'));
    expect(asked).toHaveLength(1);
  });

  it('is kept for some hours, and apart from that of another place', async () => {
    await worker().of(PLACE);
    const [key = ''] = (await redis.client.keys('*:schema:*')).filter((one) => !one.endsWith(':turn'));

    expect(await redis.client.pttl(key)).toBeGreaterThan(3 * 60 * MINUTES);
    await worker().of({ ...PLACE, issueType: 'Task' });
    expect(asked).toHaveLength(2);
  });

  it('is asked for by a worker that waited in vain for another', async () => {
    await redis.client.set(`${keys.schema('http://jira.example', 'OPS', '故障')}:turn`, '1');
    expect(await worker().of(PLACE)).toEqual(schemaOf('a'));
  });

  it.each([
    ['refused', failure({ status: 403 }), 9 * MINUTES, 11 * MINUTES],
    ['not there, as before Data Center 8.4', failure({ status: 404 }), 9 * MINUTES, 11 * MINUTES],
    ['refused by a proxy before Jira', failure({ status: 404, own: false }), 9 * MINUTES, 11 * MINUTES],
    ['without an answer', failure({ status: null, cause: 'ETIMEDOUT' }), MINUTES / 2, 2 * MINUTES],
    ['half an answer', failure({ status: 200, cause: 'unexpected' }), MINUTES / 2, 2 * MINUTES],
  ])('%s is null, and is not asked for at once again', async (_, error, soon, later) => {
    answers = [error, schemaOf('a')];
    const schemas = worker();

    expect(await schemas.of(PLACE)).toBe(null);
    now = soon;
    expect(await schemas.of(PLACE)).toBe(null);
    expect(asked).toHaveLength(1);
    now = later;
    expect(await schemas.of(PLACE)).toEqual(schemaOf('a'));
    expect(failures, 'what a proxy refuses may concern all').toEqual(isRefusedBeforeJira(error) ? [error] : []);
  });

  it('is the one of before while there is no answer', async () => {
    answers = [schemaOf('a'), failure({ status: 503 }), schemaOf('a', 'b')];
    const schemas = worker();
    await schemas.of(PLACE);
    await redis.client.flushall();
    now = 2 * MINUTES;

    expect(await schemas.of(PLACE)).toEqual(schemaOf('a'));
    now = 4 * MINUTES;
    expect(await schemas.of(PLACE)).toEqual(schemaOf('a', 'b'));
  });

  it.each([429, 401])(
    'tells of a %s, which concerns all requests, and asks again with the next event',
    async (status) => {
      alone = false;
      const slowDown = failure({ status });
      answers = [slowDown, schemaOf('a')];
      const schemas = worker();

      expect(await schemas.of(PLACE)).toBe(null);
      expect(failures).toEqual([slowDown]);
      expect(await schemas.of(PLACE)).toEqual(schemaOf('a'));
    },
  );

  it('is asked for again with the next event where what stands before Jira, or a 403, refuses everything', async () => {
    alone = false;
    const page = failure({ status: 404, own: false });
    const forbidden = failure({ status: 403, ofAll: true });
    answers = [page, forbidden, schemaOf('a')];
    const schemas = worker();

    expect([await schemas.of(PLACE), await schemas.of(PLACE)]).toEqual([null, null]);
    expect(failures).toEqual([page, forbidden]);
    expect(await schemas.of(PLACE)).toEqual(schemaOf('a'));
  });

  it('lets those wait who ask while requests rest', async () => {
    const rests = { go: false, ms: 500, reason: 'manual', scope: 'all' } as unknown as Extract<
      Admission,
      { go: false }
    >;
    answers = [new NotAdmitted(rests, 'createmeta'), schemaOf('a')];
    const schemas = worker();

    await expect(schemas.of(PLACE)).rejects.toBeInstanceOf(NotAdmitted);
    expect(await schemas.of(PLACE)).toEqual(schemaOf('a'));
  });

  describe('read again', () => {
    beforeEach(() => {
      answers = [schemaOf('a'), schemaOf('a', 'b'), schemaOf('a', 'b', 'c')];
    });

    it('has what is new, for one request, and for every worker', async () => {
      const schemas = worker();
      await schemas.of(PLACE);

      expect(await schemas.renewed(PLACE, ['b: is no field'])).toEqual(schemaOf('a', 'b'));
      expect(asked.at(-1)).toEqual({ ...PLACE, typeId: '2' });
      expect(await schemas.of(PLACE)).toEqual(schemaOf('a', 'b'));
      expect(await worker().of(PLACE)).toEqual(schemaOf('a', 'b'));
    });

    it('is taken from another worker that has done so', async () => {
      const [first, second] = [worker(), worker()];
      await first.of(PLACE);
      await second.of(PLACE);
      await first.renewed(PLACE, ['b: is no field']);

      expect(await second.renewed(PLACE, ['b: is no field'])).toEqual(schemaOf('a', 'b'));
      expect(asked).toHaveLength(2);
    });

    it('is not done twice for one reason, nor more than three times in ten minutes', async () => {
      const schemas = worker();
      await schemas.of(PLACE);
      for (const reason of ['x', 'x', 'y', 'z', 'one more', 'and another']) await schemas.renewed(PLACE, [reason]);

      expect(asked).toHaveLength(4);
      now = 11 * MINUTES;
      await schemas.renewed(PLACE, ['x']);
      expect(asked).toHaveLength(5);
    });

    it('is done for the next event when Jira has refused what it allows', async () => {
      const [first, second] = [worker(), worker()];
      await first.of(PLACE);
      await first.contradicted(PLACE);

      expect(await first.of(PLACE)).toEqual(schemaOf('a', 'b'));
      expect(await second.of(PLACE)).toEqual(schemaOf('a', 'b'));
    });
  });

  it('of another version is read anew', async () => {
    const key = keys.schema('http://jira.example', 'OPS', '故障');
    for (const text of ['{"v":0}', 'x', '{"v":1,"schema":{"type":"2","fields":[{"id":"a"}]}}']) {
      await redis.client.set(key, text);
      expect(await worker().of(PLACE)).toEqual(schemaOf('a'));
    }
  });
});
