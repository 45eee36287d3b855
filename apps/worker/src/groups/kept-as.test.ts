/** Objects that version 0.1 could not tell apart, across an upgrade: nothing that it began is lost, opened twice, or shared on. */
import { randomUUID } from 'node:crypto';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from './testing/fault-world.ts';

const RULES = `
defaults: { project: OPS, issueType: 故障, group: fault, recover: {}, recoverGrace: 0, reopenWithin: 24h }
routes: [{ name: disks }]
`;
const NOW = Math.floor(Date.now() / 1000);

describe.skipIf(SKIPPED !== '')(`an object with unreadable tags, after an upgrade from 0.1${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const event = (host: string, df_status: string, seconds: number, change: Sent = {}): Sent => ({
    ...{ df_event_id: `event-${randomUUID()}`, df_status, timestamp: NOW - 600 + seconds },
    ...{ df_monitor_checker_id: 'disk', df_dimension_tags: `host:${host}`, df_issue_start_time: NOW - 600 },
    ...change,
  });

  /** What 0.1 left of a fault of any of them: it read no tags, so that its names are those of an object without tags. */
  async function left(world: FaultWorld) {
    const opened = await world.handle({ ...event('', 'critical', 0), df_dimension_tags: '' });
    expect(opened).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    await redis.client.hdel(world.keys.object('/monitor/disk/'), 'names');
  }

  it('goes on with its issue to its recovery, and later in it too', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    await left(world);

    expect((await world.handle(event('web-01', 'critical', 60))).outcome).toBe('ignored');
    expect(await world.handle(event('web-01', 'ok', 120))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
    const again = event('web-01', 'critical', 180, { df_issue_start_time: NOW - 420 });
    expect(await world.handle(again)).toMatchObject({ outcome: 'reopened', issueKey: 'OPS-1' });
  });

  it('shares the issue with no other object any more', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    await left(world);

    expect((await world.handle(event('web-01', 'critical', 60))).outcome).toBe('ignored');
    expect(await world.handle(event('web-02', 'critical', 61))).toMatchObject({ outcome: 'created' });
    expect(await world.handle(event('web-01', 'ok', 120))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
    expect(world.jira.issues.filter(({ status }) => status.category !== 'done')).toHaveLength(1);
  });

  it('opens a new fault for itself where the old one was of another round', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    await left(world);

    const other = event('web-02', 'critical', 60, { df_issue_start_time: NOW - 545 });
    expect(await world.handle(other)).toMatchObject({ outcome: 'created' });
    expect(await world.handle(event('web-01', 'ok', 120))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
  });

  it('ends the create that it began as its own', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    const begun = event('web-01', 'critical', 0);
    await left(world);
    await redis.client.del(world.keys.object('/monitor/disk/'), world.keys.event(String(begun.df_event_id)));
    const record = world.keys.fault(`/monitor/disk//${NOW - 600}`);
    await redis.client.hset(record, { opener: String(begun.df_event_id), holder: String(begun.df_event_id) });

    expect(await world.handle(begun)).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    expect(world.jira.issues).toHaveLength(1);
  });

  it('is never taken for an object without tags that was written since', async () => {
    const world = faultWorld(redis.client, redis.keys(), RULES);
    await world.handle({ ...event('', 'critical', 0), df_dimension_tags: '' });

    expect(await world.handle(event('web-01', 'critical', 1))).toMatchObject({ outcome: 'created', issueKey: 'OPS-2' });
    expect(await world.handle(event('web-01', 'ok', 60))).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-2' });
  });
});
