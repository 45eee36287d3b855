/** What holds others up for ever has an end all the same: an object behind a comment that is never taken, a storm behind an event that never comes back. */
import { failure } from '@guance-jira/jira/testing';
import { type Keys, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../testing/fault-world.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recoverGrace: 0, recover: {} }
routes: [{ name: all }]
storm: { limit: 1, window: 10m }
`;
const HOUR = 3_600_000;
const MINUTE = 60_000;

describe.skipIf(SKIPPED !== '')(`what holds others up${SKIPPED}`, () => {
  let redis: TestRedis;
  let keys: Keys;
  let world: FaultWorld;
  let now: number;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(() => {
    keys = redis.keys();
    world = faultWorld(redis.client, keys, RULES);
    now = Date.now() - HOUR;
  });

  const event = (object: number, name: string, status: string): Sent => {
    now += 1000;
    return {
      ...{
        df_event_id: `${name}-${object}`,
        df_fault_id: `f-${object}`,
        df_monitor_checker_event_ref: `ref-${object}`,
      },
      ...{ df_status: status, df_title: `disk ${object}`, receivedAt: now, date: Math.floor(now / 1000) },
    };
  };

  it('is, for the events of its object, a comment that a proxy refuses for ever, until JIRA_RETRY_FOR and no longer', async () => {
    await world.handle(event(1, 'first', 'error'));
    const wall = failure({ endpoint: 'comment', status: 403, own: false, words: [] });
    world.jira.around = (call, act) => (call === 'comment' ? Promise.reject(wall) : act());
    const [worse, later] = [event(1, 'worse', 'critical'), event(1, 'later', 'critical')];
    expect((await world.attempt(worse)).step).toBe('wait');
    expect(await world.attempt(later)).toMatchObject({ step: 'wait', reason: 'behind ev_worse-1 of the same object' });

    const record = keys.event('worse-1');
    const since = Number(await redis.client.hget(record, 'waitingSince'));
    await redis.client.hset(record, { waitingSince: since - 73 * HOUR });
    expect(await world.attempt(worse)).toMatchObject({
      step: 'fail',
      reason: expect.stringContaining('JIRA_RETRY_FOR'),
    });
    world.jira.around = (_call, act) => act();

    expect(await world.handle(later)).toMatchObject({ outcome: 'commented', issueKey: 'OPS-1' });
    expect(await world.handle(event(1, 'over', 'ok'))).toMatchObject({ outcome: 'resolved' });
  });

  it('is, for the issue of a storm, a listed fault of which an older recovery comes late', async () => {
    const [own, early] = [event(1, 'a', 'error'), event(2, 'early', 'ok')];
    await world.handle(own);
    const listed = event(2, 'b', 'error');
    expect((await world.attempt(listed)).step).toBe('wait');
    await world.sweep(now + MINUTE);
    await world.handle(listed);
    await world.handle(early);
    await world.sweep(now + 20 * MINUTE);
    expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['new', 'new']);

    await world.handle(event(2, 'over', 'ok'));
    await world.sweep(now + 40 * MINUTE);
    expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['new', 'done']);
    expect((await redis.client.keys('*:listed')).filter((key) => key.includes('f-2'))).toEqual([]);
  });

  it('is, for the issue of a storm, no event that waited for its list and never comes back: its recovery ends it', async () => {
    const [own, listed, lost] = [event(1, 'a', 'error'), event(2, 'b', 'error'), event(3, 'c', 'error')];
    await world.handle(own);
    for (const one of [listed, lost]) expect((await world.attempt(one)).step).toBe('wait');
    // A person deletes its job.
    await redis.client.del(`${keys.bullPrefix}:${QUEUE_NAME}:ev_c-3`);
    await world.sweep(now + MINUTE);
    expect(await world.handle(listed)).toMatchObject({ outcome: 'listed', issueKey: 'OPS-2' });
    for (const object of [1, 2, 3]) await world.handle(event(object, 'over', 'ok'));
    for (const minutes of [20, 40, 60]) await world.sweep(now + minutes * MINUTE);

    expect(world.jira.issues.map(({ status }) => status.category)).toEqual(['done', 'done']);
    // Nobody looks at it again, and what Redis knows of it goes in time.
    expect(await redis.client.zcard(keys.stormsOpen)).toBe(0);
    const kept = (await redis.client.keys(`${keys.storms('all')}*`)).concat(await redis.client.keys(`*:storm:*`));
    const ends = await Promise.all(kept.map((key) => redis.client.ttl(key)));
    expect([kept.length > 0, ends.filter((seconds) => seconds < 0)]).toEqual([true, []]);
  });
});
