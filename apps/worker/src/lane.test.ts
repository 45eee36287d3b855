import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLanes, type Lanes, type Place } from './lane.ts';
import { SKIPPED, startRedis, type TestRedis } from './testing/redis.ts';

describe.skipIf(SKIPPED !== '')(`a lane${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let lanes: Lanes;
  let woken: string[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    woken = [];
    lanes = createLanes(redis.client, keys, async (jobId) => void woken.push(jobId));
  });

  /** A place whose job exists, as it does while an event is in the queue. */
  async function place(eventId: string, eventTime: number, receivedAt = 1): Promise<Place> {
    await redis.client.hset(keys.job(eventId), 'name', eventId);
    return { objectKey: 'object', eventId, eventTime, receivedAt };
  }
  const endsIn = (state: string, { eventId }: Place) =>
    redis.client.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:${state}`, 1, jobIdFor(eventId));

  it('lets the first in and the others wait behind it', async () => {
    const [a, b] = [await place('a', 10), await place('b', 20)];

    expect(await lanes.enter(a)).toEqual({ go: true, fence: 1 });
    expect(await lanes.enter(b)).toEqual({ go: false, behind: 'ev_a' });
  });

  it('does not let an older event overtake the one that is being handled', async () => {
    const [late, early] = [await place('late', 20), await place('early', 10)];

    await lanes.enter(late);

    expect(await lanes.enter(early)).toEqual({ go: false, behind: 'ev_late' });
  });

  it('wakes the oldest of those that wait, by event time, then arrival, then id', async () => {
    const all = [await place('d', 30), await place('c', 20, 2), await place('b', 20, 1), await place('x', 1)];
    const [d, c, b, x] = all as [Place, Place, Place, Place];
    await lanes.enter(x);
    for (const waiting of [d, c, b]) await lanes.enter(waiting);

    for (const head of [x, b, c, d]) {
      expect(await lanes.enter(head)).toMatchObject({ go: true });
      await lanes.leave(head);
    }

    expect(woken).toEqual(['ev_b', 'ev_c', 'ev_d']);
  });

  it('gives each entry a higher fence, also to the same event and after the lane was empty', async () => {
    const a = await place('a', 10);

    const first = await lanes.enter(a);
    const again = await lanes.enter(a);
    await lanes.leave(a);
    const later = await lanes.enter(await place('b', 20));

    expect([first, again, later]).toEqual([1, 2, 3].map((fence) => ({ go: true, fence })));
  });

  it.each(['failed', 'completed'])('evicts a head whose job is %s', async (state) => {
    const [a, b] = [await place('a', 10), await place('b', 20)];
    await lanes.enter(a);
    await lanes.enter(b);

    await endsIn(state, a);

    expect(await lanes.enter(b)).toMatchObject({ go: true });
  });

  it('evicts a head whose job is gone', async () => {
    const [a, b] = [await place('a', 10), await place('b', 20)];
    await lanes.enter(a);

    await redis.client.del(keys.job('a'));

    expect(await lanes.enter(b)).toMatchObject({ go: true });
  });

  it('wakes a job that was being put to wait while the head left', async () => {
    const [a, b] = [await place('a', 10), await place('b', 20)];
    await lanes.enter(a);
    await lanes.enter(b);
    await lanes.leave(a);
    woken.length = 0;

    await lanes.knock(b);

    expect(woken).toEqual(['ev_b']);
  });

  it('keeps objects apart', async () => {
    const a = await place('a', 10);
    const other = { ...(await place('b', 20)), objectKey: 'another' };

    await lanes.enter(a);

    expect(await lanes.enter(other)).toMatchObject({ go: true });
  });
});
