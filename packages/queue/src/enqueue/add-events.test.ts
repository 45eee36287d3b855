import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/testing';
import { Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ABOUT_FIELD,
  AGAIN_FIELDS,
  type EventJob,
  jobOptions,
  type Keys,
  keysFor,
  QUEUE_NAME,
  readAbout,
  readTally,
} from '../index.ts';
import { addEvents, nameOf } from './add-events.ts';

const NOW = 1_700_000_000_000;
const job = (eventId: string, fields: Record<string, unknown> = { df_status: 'critical' }): EventJob => ({
  v: 1,
  eventId,
  event: { df_title: '磁盘 "满" \u{1F4BE}', ...fields },
  receivedAt: NOW,
});
const JOBS = [
  job('severe'),
  job('a:b'),
  job('mild', { df_status: 'warning' }),
  job('mild-2', { df_status: 'warning' }),
];

describe.skipIf(SKIPPED !== '')(`adding events${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let count = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    count += 1;
    keys = keysFor(`ours${count}`);
  });
  const queueWith = (prefix: string) =>
    new Queue(QUEUE_NAME, { connection: redis.client, prefix, skipWaitingForReady: true, skipVersionCheck: true });

  it.each([
    ['plain', async () => undefined],
    ['paused', (queue: Queue) => queue.pause()],
    [
      'full',
      async (queue: Queue) => {
        await queue.setGlobalConcurrency(1);
        await redis.client.lpush(queue.toKey('active'), 'ev_other');
      },
    ],
    ['not full', (queue: Queue) => queue.setGlobalConcurrency(2)],
  ])('leaves in a %s queue exactly what BullMQ leaves', async (_name, prepare: (queue: Queue) => Promise<unknown>) => {
    const theirs = keysFor(`theirs${count}`);
    const [ourQueue, theirQueue] = [queueWith(keys.bullPrefix), queueWith(theirs.bullPrefix)];
    for (const queue of [ourQueue, theirQueue]) {
      await queue.waitUntilReady();
      await prepare(queue);
    }

    const added = await addEvents(redis.client, keys, JOBS);
    await theirQueue.addBulk(
      JOBS.map((each) => ({
        name: nameOf(each.event),
        data: each,
        opts: { ...jobOptions(each), timestamp: each.receivedAt },
      })),
    );

    expect(added).toEqual(JOBS.map(() => 'queued'));
    expect(Object.keys(await contents(ourQueue))).toEqual(expect.arrayContaining(['wait', 'prioritized', 'ev_mild']));
    expect(await contents(ourQueue)).toEqual(await contents(theirQueue));
    await Promise.all([ourQueue.close(), theirQueue.close()]);
  });

  it('puts what is new among the newest events, with a few words about it, and a duplicate not again', async () => {
    const tags = { df_workspace_uuid: 'w-1', df_dimension_tags: '{"host":"a"}' };
    const first = { ...job('first', { df_status: 'error', ...tags }), receivedAt: NOW - 5000 };
    await addEvents(redis.client, keys, [first, job('second')]);
    const before = Date.now();
    await addEvents(redis.client, keys, [{ ...first, receivedAt: NOW + 9 }]);

    expect(await redis.client.zrange(keys.seen, '0', '-1', 'WITHSCORES')).toEqual([
      ...['ev_first', String(NOW - 5000)],
      ...['ev_second', String(NOW)],
    ]);
    const { queuedAt, ...about } = readAbout((await redis.client.hget(keys.job('first'), ABOUT_FIELD)) ?? '');
    expect(about).toEqual({ level: 'error', workspace: 'w-1', workspaceName: '', object: '{"host":"a"}' });
    expect(Math.abs(before - Number(queuedAt))).toBeLessThan(60_000);
    const { totals } = await readTally(redis.client, keys, {
      from: before - 3_600_000,
      to: before + 60_000,
      slotMs: 60_000,
    });
    expect(totals.received).toBe(2);
  });

  it('calls an event that has a job or an outcome a duplicate, and leaves it as it is', async () => {
    await addEvents(redis.client, keys, [job('known')]);
    await redis.client.hset(keys.event('settled'), 'outcome', 'created');
    await redis.client.hset(keys.event('begun'), 'state', 'reserved');

    const answers = await addEvents(
      redis.client,
      keys,
      ['known', 'settled', 'begun', 'new'].map((id) => ({ ...job(id), receivedAt: NOW + 1 })),
    );

    expect(answers).toEqual(['duplicate', 'duplicate', 'queued', 'queued']);
    expect(await redis.client.lrange(`${keys.bullPrefix}:${QUEUE_NAME}:wait`, 0, -1)).toEqual(
      ['new', 'begun', 'known'].map((id) => `ev_${id}`),
    );
    expect(await redis.client.hget(keys.job('known'), 'timestamp')).toBe(String(NOW));
    // For people who ask; a job that is gone is not made anew for it.
    expect(await redis.client.hmget(keys.job('known'), ...AGAIN_FIELDS)).toEqual([
      '1',
      expect.stringMatching(/^\d{13}$/),
    ]);
    expect(await redis.client.exists(keys.job('settled'))).toBe(0);
    // As old as its arrival, however long it was in the spool.
    expect(await redis.client.hget(keys.job('new'), 'timestamp')).toBe(String(NOW + 1));
  });

  it('adds an event again that failed and whose job is gone, and not while its job is there', async () => {
    for (const id of ['gone', 'there']) await redis.client.hset(keys.event(id), 'outcome', 'failed');
    await redis.client.hset(keys.job('there'), 'name', 'failed before');

    expect(await addEvents(redis.client, keys, [job('gone'), job('there')])).toEqual(['queued', 'duplicate']);
    expect(await addEvents(redis.client, keys, [job('gone')])).toEqual(['duplicate']);
  });

  it('takes two ids of half a character each for two events', async () => {
    expect(await addEvents(redis.client, keys, [job('\ud800'), job('\udc00')])).toEqual(['queued', 'queued']);
  });

  it('adds an event once that stands in one batch twice', async () => {
    expect(await addEvents(redis.client, keys, [job('twice'), job('twice')])).toEqual(['queued', 'duplicate']);
  });

  describe('events of two workspaces with one id', () => {
    const of = (workspace: string | null, eventId = 'shared', more = {}) =>
      job(eventId, workspace === null ? more : { df_workspace_uuid: workspace, ...more });
    const waiting = () => redis.client.lrange(`${keys.bullPrefix}:${QUEUE_NAME}:wait`, 0, -1);
    const add = async (...jobs: EventJob[]) => (await addEvents(redis.client, keys, jobs)).join(' ');
    const severe = { df_status: 'critical' };

    it.each([
      ['two workspaces', 'w-1', 'w-2'],
      ['a workspace and none', 'w-1', null],
      ['none and a workspace', null, 'w-1'],
      ['names that are no short words', 'w 1/\u4e2d'.repeat(30), 'w 2'],
    ])('are two, each of them once: %s', async (_name, first, second) => {
      expect(await add(of(first, 'shared', severe), of(second, 'shared', severe))).toBe('queued queued');
      expect(await add(of(first), of(second), of(second), of(first))).toBe('duplicate duplicate duplicate duplicate');

      const [other, plain] = await waiting();
      expect(plain).toBe('ev_shared');
      expect(other).toMatch(/^ev_shared\.[0-9a-f]{16}$/);
      expect(await redis.client.smembers(keys.namesakes('shared'))).toEqual([other]);
      const opts = JSON.parse((await redis.client.hget(`${keys.bullPrefix}:${QUEUE_NAME}:${other}`, 'opts')) ?? '');
      expect(opts).toMatchObject({ jobId: other, attempts: 5 });
    });

    it('stay told apart when only the outcome of one is left, or only its record', async () => {
      await redis.client.hset(keys.event('settled'), { ws: 'w-1', outcome: 'created' });
      await redis.client.hset(keys.event('begun'), { ws: 'w-1', state: 'sent' });

      expect(await add(of('w-1', 'settled'), of('w-2', 'settled'))).toBe('duplicate queued');
      expect(await add(of('w-2', 'begun'), of('w-1', 'begun'))).toBe('queued queued');
    });

    it('are told apart when the first has gone and the second has not', async () => {
      await add(of('w-1'), of('w-2'));
      await redis.client.del(keys.job('shared'));

      expect(await add(of('w-2'), of('w-1'))).toBe('duplicate queued');
    });

    it('are told apart by a job of 0.1, and a record of 0.1 without its job belongs to whoever asks first', async () => {
      await redis.client.hset(keys.job('old'), 'data', JSON.stringify(of('w-1', 'old')));
      await redis.client.hset(keys.event('old'), 'outcome', 'created');
      await redis.client.hset(keys.event('older'), 'outcome', 'created');

      expect(await add(of('w-2', 'old'), of('w-1', 'old'))).toBe('queued duplicate');
      expect(await add(of('w-1', 'older'), of('w-2', 'older'), of('w-1', 'older'))).toBe('duplicate queued duplicate');
    });

    it.each([
      ['half an emoji', { df_title: 'cut \ud83d' }],
      ['words that look like half of one', { df_title: 'C:\\ud83d' }],
      ['another workspace in its tags', { df_dimension_tags: { df_workspace_uuid: 'w-2' } }],
    ])('are told apart though the event holds %s', async (_name, more) => {
      expect(await add(of('w-1', 'x', more), of('w-2', 'x', more), of('w-1', 'x', more))).toBe(
        'queued queued duplicate',
      );
    });
  });

  it('wakes a worker that waits, and gives it the event as received', async () => {
    const seen = new Promise<unknown>((resolve) => {
      const worker = new Worker(
        QUEUE_NAME,
        async (each) => {
          resolve({ id: each.id, name: each.name, data: each.data, attempts: each.opts.attempts });
          setImmediate(() => worker.close());
        },
        { connection: redis.client, prefix: keys.bullPrefix },
      );
      void worker.waitUntilReady().then(() => addEvents(redis.client, keys, [job('seen', { df_status: 'info' })]));
    });

    expect(await seen).toEqual({
      id: 'ev_seen',
      name: nameOf(job('seen').event),
      data: job('seen', { df_status: 'info' }),
      attempts: 5,
    });
  });

  it('works on after Redis has forgotten the script', async () => {
    await addEvents(redis.client, keys, [job('before')]);
    await redis.client.script('FLUSH');

    expect(await addEvents(redis.client, keys, [job('after')])).toEqual(['queued']);
  });

  /** All that a queue has in Redis, with what differs by chance made alike. */
  async function contents(queue: Queue): Promise<Record<string, unknown>> {
    const prefix = queue.toKey('');
    const found: Record<string, unknown> = {};
    for (const key of await redis.client.keys(`${prefix.replaceAll(/[{}]/g, '\\$&')}*`))
      found[key.slice(prefix.length)] = await readKey(key);
    return found;
  }

  async function readKey(key: string): Promise<unknown> {
    const { client } = redis;
    switch (await client.type(key)) {
      case 'hash': {
        const { opts, about: _ours, ...fields } = await client.hgetall(key);
        const { timestamp, ...options } = JSON.parse(opts ?? '{}');
        return { ...fields, opts: options };
      }
      case 'list':
        return client.lrange(key, 0, -1);
      case 'zset':
        return client.zrange(key, '0', '-1', 'WITHSCORES');
      case 'stream':
        return (await client.xrange(key, '-', '+')).map(([, fields]) => fields);
      default:
        return client.get(key);
    }
  }
});

describe('nameOf', () => {
  it.each([
    [{ df_title: ' two\n lines\u2028here ' }, 'two lines here'],
    [{ df_title: 'x'.repeat(500) }, 'x'.repeat(120)],
    [{ df_title: '\ud83d' }, '\ufffd'],
    [{ df_title: '' }, 'untitled'],
    [{ df_title: 7 }, 'untitled'],
    [{}, 'untitled'],
  ])('makes one short line of %j', (event, name) => {
    expect(nameOf(event)).toBe(name);
  });
});
