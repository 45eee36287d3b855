/** Redis was wiped while a storm was on: what has an issue of its own keeps it, and is not listed as well. */

import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const NOW = Date.now();

describe.skipIf(SKIPPED)(`an issue that a storm has forgotten${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const rulesFor = (group: string) =>
    `defaults: { project: OPS, issueType: 故障, group: ${group} }\n` +
    'routes: [{ name: all, recover: {} }]\nstorm: { limit: 1, window: 10m }\n';
  const alert = (n: number, change: Sent = {}): Sent => ({
    ...{ df_event_id: `e${n}`, df_fault_id: `f${n}`, df_monitor_checker_event_ref: `ref-${n}`, df_status: 'error' },
    ...{ df_title: `disk ${n}`, receivedAt: NOW, date: Math.floor(NOW / 1000), ...change },
  });
  /** Alert 1 had its issue; then all was lost, and alert 2 took the place that the limit leaves. */
  async function wiped(group: string): Promise<FaultWorld> {
    const before = faultWorld(redis.client, redis.keys(), rulesFor(group));
    await before.handle(alert(1));
    const world = faultWorld(redis.client, redis.keys(), rulesFor(group), before.jira);
    world.whole = false;
    await world.handle(alert(2));
    return world;
  }

  it.each(['event', 'fault'])(
    'is found again beyond the limit, and no list is begun for it: group %s',
    async (group) => {
      const world = await wiped(group);

      expect(await world.handle(alert(1))).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
      expect(world.jira.issues.map(({ draft }) => draft.summary)).toEqual([
        expect.stringContaining('disk 1'),
        expect.stringContaining('disk 2'),
      ]);
    },
  );

  it.each(['event', 'fault'])('leaves the list to those that have none: group %s', async (group) => {
    const world = await wiped(group);
    await world.attempt(alert(3));
    await world.sweep(NOW);

    expect(await world.handle(alert(3))).toMatchObject({ outcome: 'listed', issueKey: 'OPS-3' });
  });

  it('is closed when its fault recovers', async () => {
    const world = await wiped('fault');
    await world.handle(alert(1));
    const over = alert(1, { df_event_id: 'ok', df_status: 'ok', date: Math.floor(NOW / 1000) + 60 });

    expect(await world.handle(over)).toMatchObject({ outcome: 'resolved', issueKey: 'OPS-1' });
  });

  it.each(['event', 'fault'])(
    'is asked for before the list is, where Jira cannot be read yet: group %s',
    async (group) => {
      const world = await wiped(group);
      const { findMarked } = world.jira.tracker;
      world.jira.tracker.findMarked = async () => {
        throw new Error('the search fails');
      };
      await expect(world.attempt(alert(1))).rejects.toThrow('the search fails');
      world.jira.tracker.findMarked = findMarked;

      expect(await world.handle(alert(1))).toMatchObject({ outcome: 'created', issueKey: 'OPS-1' });
    },
  );
});
