import { jobIdFor, type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLanes, type Entry, type Lanes, type Place } from './ordered-lock.ts';

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
    return { objectKey: 'object', jobId: jobIdFor(eventId), eventTime, receivedAt };
  }
  const endsIn = (state: string, { jobId }: Place) =>
    redis.client.zadd(`${keys.bullPrefix}:${QUEUE_NAME}:${state}`, 1, jobId);

  it('lets the first in and the others wait behind it', async () => {
    const [a, b] = [await place('a', 10), await place('b', 20)];

    expect(await lanes.enter(a)).toEqual({ go: true, fence: expect.any(Number) });
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

    const fences = [first, again, later].map(fenceOf);
    expect(fences).toEqual([...new Set(fences)].sort((x, y) => x - y));
  });

  it('gives none a fence of before, where Redis has lost its data', async () => {
    const before = fenceOf(await lanes.enter(await place('a', 10)));
    const lost = () => redis.client.del(keys.lane('object'), `${keys.lane('object')}:waiting`);
    const anew = async () => {
      await lost();
      return fenceOf(await lanes.enter(await place('a', 10)));
    };
    // An attempt that was frozen since before may write as long as its fence is the lane's. Both may come in one millisecond here.
    await expect.poll(anew).toBeGreaterThan(before);

    await lost();
    await redis.client.hset(keys.lane('object'), 'fence', String(before + 3_600_000));
    expect(fenceOf(await lanes.enter(await place('b', 10)))).toBe(before + 3_600_001);
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

  it.each(['head', 'waiter'])('lets an event go on whose job was deleted as %s and delivered again', async (was) => {
    const [a, b] = [await place('a', 10, 1), await place('b', 20, 2)];
    const deleted = was === 'head' ? a : b;
    await lanes.enter(a);
    await lanes.enter(b);
    await redis.client.del(`${keys.bullPrefix}:${QUEUE_NAME}:${deleted.jobId}`);
    const again = await place(deleted.jobId.slice('ev_'.length), deleted.eventTime, 7);
    const [first, second] = was === 'head' ? [again, b] : [a, again];

    expect(await lanes.enter(again)).toMatchObject({ go: was === 'head' });
    expect(await lanes.enter(first)).toMatchObject({ go: true });
    expect(await lanes.enter(second)).toEqual({ go: false, behind: first.jobId });
    await lanes.leave(first);
    expect(woken).toEqual([second.jobId]);
    expect(await lanes.enter(second)).toMatchObject({ go: true });
    await lanes.leave(second);
    expect(await redis.client.zcard(`${keys.lane('object')}:waiting`)).toBe(0);
  });

  it('is not held by what the same event left in it under another time', async () => {
    const c = await place('c', 25);
    // Once without an event time, so that its arrival counted.
    await lanes.enter(await place('a', 30, 30));
    await lanes.enter(c);
    await redis.client.del(keys.job('a'));
    const again = await place('a', 10, 40);

    expect(await lanes.enter(again)).toMatchObject({ go: true });
    await lanes.leave(again);

    expect(woken).toEqual(['ev_c']);
    expect(await lanes.enter(c)).toMatchObject({ go: true });
  });

  it('gives the lane to the new attempt when a frozen one of a deleted job leaves it', async () => {
    const old = await place('a', 10, 1);
    await lanes.enter(old);
    const again = await place('a', 10, 7);
    const b = await place('b', 20);
    await lanes.enter(again);

    await lanes.leave(old);

    expect(await lanes.enter(b)).toEqual({ go: false, behind: 'ev_a' });
    expect(await lanes.enter(again)).toMatchObject({ go: true });
  });

  it('wakes the first whose job lives, past those that were deleted meanwhile', async () => {
    const all = [await place('a', 10), await place('b', 20), await place('c', 30), await place('d', 40)];
    const [a, , c] = all as [Place, Place, Place, Place];
    for (const each of all) await lanes.enter(each);
    await redis.client.del(keys.job('b'));
    await endsIn('failed', c);

    await lanes.leave(a);

    expect(woken).toEqual(['ev_d']);
  });

  it('is not stopped by members that are none of ours, whatever they hold', async () => {
    const waiting = `${keys.lane('object')}:waiting`;
    for (const poison of ['', 'x', '{}', 'not a member at all']) await redis.client.zadd(waiting, 0, poison);
    await redis.client.hset(keys.lane('object'), 'holder', 'poison');

    expect(await lanes.enter(await place('a', 10))).toMatchObject({ go: true });
  });

  it('goes on behind thousands of deleted jobs', async () => {
    for (let n = 0; n < 5; n += 1)
      await redis.client.zadd(
        `${keys.lane('object')}:waiting`,
        ...Array.from({ length: 500 }, (_, i) => [n, `000000000000001 ev_gone-${n}-${i}`]).flat(),
      );
    const a = await place('a', 10);

    const entries = [await lanes.enter(a), await lanes.enter(a), await lanes.enter(a)];

    expect(entries.map(({ go }) => go)).toEqual([false, false, true]);
  });

  it('is kept for a month after the last entry, so that one that nobody leaves is forgotten', async () => {
    await lanes.enter(await place('a', 10));
    await lanes.enter(await place('b', 20));

    for (const key of [keys.lane('object'), `${keys.lane('object')}:waiting`])
      expect(await redis.client.ttl(key)).toBeGreaterThan(29 * 86_400);
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

function fenceOf(entry: Entry): number {
  if (!entry.go) throw new Error(`behind ${entry.behind}`);
  return entry.fence;
}
