import { ABOUT_FIELD, keysFor, nameLine, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedRedis } from '../opened-redis.ts';
import { cursorText, type EventFilter, readCursor } from './filter.ts';
import { listEvents } from './list-events.ts';
import { newestJobs } from './newest-jobs.ts';
import { oneEvent } from './one-event.ts';

describe.skipIf(SKIPPED !== '')(`the list of events${SKIPPED}`, () => {
  const keys = keysFor('list');
  let redis: TestRedis;
  let opened: OpenedRedis;
  beforeAll(async () => {
    redis = await startRedis();
    opened = {
      ...{ redis: redis.client, keys },
      queue: new Queue(QUEUE_NAME, { connection: redis.client, prefix: keys.bullPrefix }),
    };
  });
  beforeEach(() => redis.client.flushall());
  afterAll(async () => {
    await opened.queue.close();
    await redis.stop();
  });

  interface Given {
    at?: number;
    job?: Record<string, string | number> | null;
    about?: string | null;
    record?: Record<string, string | number>;
  }
  /** As receiver and worker leave it. */
  const put = async (
    id: string,
    { at = 1000, job = {}, about = '9\nerror\nw-1\nobserver\n{"host":"a"}', record }: Given,
  ) => {
    const jobKey = `${keys.bullPrefix}:${QUEUE_NAME}:ev_${id}`;
    const data = JSON.stringify({ v: 1, eventId: id, event: { df_title: id }, receivedAt: at });
    if (job) {
      await redis.client.hset(jobKey, { name: `title ${id}`, timestamp: at, data, opts: '{}', ...job });
      if (about !== null) await redis.client.hset(jobKey, ABOUT_FIELD, about);
      if (job.failedReason) await redis.client.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:failed`, at, `ev_${id}`);
    }
    if (record) await redis.client.hset(keys.event(id), record);
    if (about !== null) await redis.client.zadd(keys.seen, at, `ev_${id}`);
  };
  const ended = (outcome: string, more = {}) => ({ outcome, at: 2000, ...more });
  const idsOf = async (filter: EventFilter = {}) =>
    (await listEvents(opened, filter, null, Date.now)).events.map(({ id }) => id);

  it('has nothing before the first event', async () => {
    expect(await listEvents(opened, {}, null, Date.now)).toEqual({ events: [], next: null, lookedAt: 0 });
  });

  it('tells of each what became of it, also when its job is gone', async () => {
    await put('waits', { at: 5, job: { progress: '{"waitingFor":"Jira rests"}' } });
    await put('made', {
      ...{ at: 4, job: { finishedOn: 7 } },
      record: ended('created', { route: 'db', issueKey: 'OPS-7' }),
    });
    await put('failed', { at: 3, job: { finishedOn: 7, failedReason: 'Jira said no' } });
    await put('again', { at: 2, record: ended('failed', { reason: 'no' }) });
    await put('old', { at: 1, job: null, record: ended('ignored', { reason: 'unmatched' }) });
    await put('lost', { at: 0, job: null });

    const { events } = await listEvents(opened, {}, null, Date.now);

    expect(events).toEqual([
      expect.objectContaining({
        id: 'waits',
        state: 'waiting',
        waitingFor: 'Jira rests',
        endedAt: null,
        level: 'error',
      }),
      expect.objectContaining({ id: 'made', state: 'created', route: 'db', issueKey: 'OPS-7', title: 'title made' }),
      expect.objectContaining({ id: 'failed', state: 'failed', reason: 'Jira said no', endedAt: 7 }),
      expect.objectContaining({ id: 'again', state: 'waiting', reason: null }),
      expect.objectContaining({ id: 'old', state: 'ignored', reason: 'unmatched', title: null, level: '' }),
      expect.objectContaining({ id: 'lost', state: 'unknown' }),
    ]);
  });

  it.each<[string, EventFilter, string[]]>([
    ['state', { state: 'created' }, ['b']],
    ['waiting', { state: 'waiting' }, ['c']],
    ['route', { route: 'db' }, ['b']],
    ['a route that only the job tells', { route: 'web "1"' }, ['a']],
    ['level', { levels: ['warning', 'info'] }, ['a']],
    ['workspace, by a part of its name', { workspace: 'PROD' }, ['b']],
    ['text in the title', { text: 'Title C' }, ['c']],
    ['text in the object', { text: 'Disk-9' }, ['a']],
    ['text in the issue key', { text: 'ops-42' }, ['b']],
    ['Chinese', { text: '磁盘' }, ['c']],
    ['a title as it came, which the name has in one line', { text: 'Title  C\t磁盘' }, ['c']],
    ['from then', { since: 20 }, ['c', 'b']],
    ['until then', { until: 20 }, ['a']],
    ['several at once', { state: 'created', route: 'db', text: '42', since: 5 }, ['b']],
    ['what is nowhere', { text: 'nowhere' }, []],
    ['what would be a pattern', { text: '.*%a' }, []],
  ])('can be narrowed by %s', async (_name, filter, ids) => {
    const route = JSON.stringify({ outcome: 'ignored', route: 'web "1"' });
    await put('a', { at: 10, about: '9\ninfo\nw-1\ntest\ndisk-9', job: { finishedOn: 1, returnvalue: route } });
    await put('b', {
      ...{ at: 20, about: '9\nerror\nw-2\nprod eu\n', job: { finishedOn: 1 } },
      record: ended('created', { route: 'db', issueKey: 'OPS-42' }),
    });
    await put('c', { at: 30, job: { name: 'Title C 磁盘' } });

    expect(await idsOf(filter)).toEqual(ids);
  });

  it('finds an event by its whole title, however much longer that is than the name of its job', async () => {
    const title = `生产环境 ${'数据库主从延迟'.repeat(40)}`;
    await put('long', { job: { name: nameLine(title) } });
    await put('other', {});

    expect(await idsOf({ text: title })).toEqual(['long']);
    expect(await idsOf({ text: title.slice(0, 200) })).toEqual(['long']);
  });

  it('goes on behind the last of a page, also among events of one moment, and when newer ones come', async () => {
    for (let n = 0; n < 120; n += 1) await put(`e${String(n).padStart(3, '0')}`, { at: 1000 });
    const first = await listEvents(opened, {}, null, Date.now);
    await put('newer', { at: 2000 });
    const second = await listEvents(opened, {}, readCursor(cursorText(first.next ?? fail())), Date.now);
    const third = await listEvents(opened, {}, second.next, Date.now);

    const all = [first, second, third].flatMap(({ events }) => events.map(({ id }) => id));
    expect(new Set(all).size).toBe(120);
    expect(all).not.toContain('newer');
    expect([first, second, third].map(({ events }) => events.length)).toEqual([50, 50, 20]);
    expect(third.next).toBeNull();
  });

  it('goes on by time where the last of a page has been removed', async () => {
    for (const at of [10, 20, 30]) await put(`at-${at}`, { at });
    const { events } = await listEvents(opened, {}, { id: 'ev_removed', score: '25' }, Date.now);

    expect(events.map(({ id }) => id)).toEqual(['at-20', 'at-10']);
  });

  it('stops after a bounded number of events, says how many, and goes on from there', async () => {
    const many = Array.from({ length: 12_000 }, (_, n) => [n + 1, `ev_n${n}`] as const);
    await redis.client.zadd(keys.seen, ...many.flat());
    await put('needle', { at: 1, job: { name: 'the needle' } });

    const first = await listEvents(opened, { text: 'needle' }, null, () => 0);
    const second = await listEvents(opened, { text: 'needle' }, first.next, () => 0);

    expect(first).toMatchObject({ events: [], lookedAt: 10_000 });
    expect(second.events.map(({ id }) => id)).toEqual(['needle']);
    expect(second.next).toBeNull();
  });

  it('stops also when time is up', async () => {
    await redis.client.zadd(keys.seen, ...Array.from({ length: 2000 }, (_, n) => [n, `ev_n${n}`] as const).flat());
    let time = 0;
    const page = await listEvents(opened, { text: 'nowhere' }, null, () => {
      time += 150;
      return time;
    });

    expect(page.lookedAt).toBe(500);
  });

  it('finds failed ones by themselves, those from before the list as well', async () => {
    await put('fresh', { at: 9 });
    await put('before', { at: 5, about: null, job: { finishedOn: 5, failedReason: 'refused' } });

    expect(await idsOf()).toEqual(['fresh']);
    expect(await idsOf({ state: 'failed' })).toEqual(['before']);
    expect(await idsOf({ state: 'failed', text: 'other' })).toEqual([]);
  });

  it('reads level and object out of the event itself where nothing was kept beside it', async () => {
    const event = { df_status: 'fatal', df_workspace_name: 'x', df_dimension_tags: { host: 'h' } };
    const data = JSON.stringify({ v: 1, eventId: 'plain', event, receivedAt: 1 });
    await put('plain', { about: null, job: { finishedOn: 5, failedReason: 'refused', data } });

    const [row] = (await listEvents(opened, { state: 'failed' }, null, Date.now)).events;

    expect(row).toMatchObject({ level: 'fatal', workspace: 'x', object: '{"host":"h"}' });
  });

  it('has a page for each, and none for what nobody knows', async () => {
    await put('one', { at: 7, job: { finishedOn: 8 }, record: ended('created', { issueKey: 'OPS-1' }) });

    expect(await oneEvent(opened, 'one')).toMatchObject({
      row: { id: 'one', state: 'created' },
      received: { event: { df_title: 'one' } },
      queuedAt: 9,
    });
    expect(await oneEvent(opened, 'nobody')).toBeNull();
  });

  it('shows the others also where one job was made by hand, with times and data that are none', async () => {
    await put('fine', { at: 1 });
    await put('odd', { at: 2, job: { timestamp: 'soon', finishedOn: 1e300, failedReason: 'x', data: '{oops' } });

    expect((await listEvents(opened, {}, null, Date.now)).events).toMatchObject([
      { id: 'odd', state: 'failed', receivedAt: null, endedAt: null },
      { id: 'fine', receivedAt: 1 },
    ]);
    expect(await newestJobs(opened, 10)).toMatchObject([{ eventId: 'fine' }]);
  });

  it('has a page for a job that was added by hand, and for an event whose id looks like that of a job', async () => {
    await put('ev_1', {});
    await put('12', { job: { name: 'of the event' } });
    const jobs = `${keys.bullPrefix}:${QUEUE_NAME}:`;
    for (const id of ['12', '13']) await redis.client.hset(`${jobs}${id}`, { name: 'by hand', data: '{}', opts: '{}' });
    await redis.client.hset(`${jobs}meta`, 'opts.maxLenEvents', 1);

    expect(await oneEvent(opened, 'ev_1')).toMatchObject({ jobId: 'ev_ev_1', row: { title: 'title ev_1' } });
    expect(await oneEvent(opened, 'ev_12')).toMatchObject({ jobId: 'ev_12', row: { title: 'of the event' } });
    expect(await oneEvent(opened, '12')).toMatchObject({ jobId: 'ev_12', row: { title: 'of the event' } });
    expect(await oneEvent(opened, '13')).toMatchObject({ jobId: '13', row: { title: 'by hand' } });
    expect(await oneEvent(opened, 'meta')).toBeNull();
  });
});

function fail(): never {
  throw new Error('there should be older events');
}
