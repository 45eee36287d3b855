/** Two workspaces whose alerts have equal ids: each has its own issues, and neither touches the other's. */
import { jobIdFor, QUEUE_NAME } from '@guance-jira/queue';
import { SKIPPED, startRedis, type TestRedis } from '@guance-jira/queue/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, faultWorld, type Sent } from '../groups/testing/fault-world.ts';

const rules = (group: string, more = '') => `
defaults: { project: OPS, issueType: 故障, group: ${group}, recover: {}, recoverGrace: 0, reopenWithin: 1h }
routes: [{ name: all }]
${more}`;
const START = Math.floor(Date.now() / 1000) - 600;

/** An alert that says the same in every workspace, down to its ids. */
function alert(workspace: string | null, n: number, df_status: string, change: Sent = {}): Sent {
  return {
    ...{ df_event_id: `event-${n}`, df_fault_id: 'event-1', df_monitor_checker_event_ref: 'ref', df_title: 't' },
    ...{ df_status, timestamp: START + n, receivedAt: (START + n) * 1000 },
    ...(workspace === null ? {} : { df_workspace_uuid: workspace }),
    ...change,
  };
}

describe.skipIf(SKIPPED !== '')(`two workspaces with equal ids${SKIPPED}`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const worldOf = (group: string, more = '') => faultWorld(redis.client, redis.keys(), rules(group, more));
  const issuesOf = (world: FaultWorld) => world.jira.issues.map(({ key, status }) => `${key} ${status.category}`);
  const handled = async (world: FaultWorld, ...events: Sent[]) => {
    const ends = [];
    for (const event of events) ends.push(await world.handle(event));
    return ends.map(({ outcome, issueKey }) => `${outcome} ${issueKey}`);
  };

  describe.each([
    ['two workspaces', 'w-1', 'w-2'],
    ['one workspace and none', 'w-1', null],
  ])('%s', (_name, first, second) => {
    it.each(['fault', 'event'])('have an issue each, with its own life, under group: %s', async (group) => {
      const world = worldOf(group);

      expect(await handled(world, alert(first, 1, 'critical'), alert(second, 1, 'critical'))).toEqual([
        'created OPS-1',
        'created OPS-2',
      ]);
      expect(await handled(world, alert(second, 2, 'ok'))).toEqual(['resolved OPS-2']);
      expect(issuesOf(world)).toEqual(['OPS-1 new', 'OPS-2 done']);
      expect(await handled(world, alert(first, 2, 'ok'))).toEqual(['resolved OPS-1']);
    });

    it.each(['fault', 'event'])('are deduplicated by themselves under group: %s', async (group) => {
      const world = worldOf(group);
      await handled(world, alert(first, 1, 'critical'), alert(second, 1, 'critical'));

      expect(await handled(world, alert(second, 1, 'critical'), alert(first, 1, 'critical'))).toEqual([
        'created OPS-2',
        'created OPS-1',
      ]);
      expect(world.jira.issues).toHaveLength(2);
    });

    it.each(['fault', 'event'])('find their own issues after a wiped Redis, under group: %s', async (group) => {
      const before = worldOf(group);
      await handled(before, alert(first, 1, 'critical'), alert(second, 1, 'critical'));
      const world = faultWorld(redis.client, redis.keys(), rules(group), before.jira);
      world.whole = false;

      expect(await handled(world, alert(second, 1, 'critical'), alert(first, 1, 'critical'))).toEqual([
        'created OPS-2',
        'created OPS-1',
      ]);
      expect(world.jira.issues).toHaveLength(2);
    });

    it('are two in a storm', async () => {
      const world = worldOf('event', 'storm: { limit: 1, window: 10m }');
      await handled(world, alert(first, 1, 'critical'));

      expect((await world.attempt(alert(second, 1, 'critical'))).step).toBe('wait');
    });
  });

  describe('a fault that 0.1 opened, and named by its id alone', () => {
    async function opened(owner: string, change: { job?: boolean; object?: boolean } = {}) {
      const world = worldOf('fault');
      // What today's version writes for it, by the names of 0.1.
      await handled(world, alert(owner, 1, 'error'));
      const { keys } = world;
      const name = `${owner}/fault/event-1`;
      await redis.client.rename(keys.fault(name), keys.fault('event-1'));
      await redis.client.hset(keys.fault('event-1'), 'v', 1);
      await redis.client.hdel(keys.fault('event-1'), 'ws');
      await redis.client.hdel(keys.event('event-1'), 'ws');
      const object = keys.object(`${owner}/ref/ref`);
      const state = JSON.parse((await redis.client.hget(object, 'state')) ?? '');
      await redis.client.hset(object, { v: 1, state: JSON.stringify({ ...state, faultKey: 'event-1' }) });
      if (change.object === false) await redis.client.del(object);
      if (change.job !== false) {
        const data = { v: 1, eventId: 'event-1', event: alert(owner, 1, 'error'), receivedAt: START * 1000 };
        const job = `${keys.bullPrefix}:${QUEUE_NAME}:${jobIdFor('event-1')}`;
        await redis.client.hset(job, { name: 'event', data: JSON.stringify(data) });
      }
      return world;
    }

    it.each([
      ['with its job', {}],
      ['without its job', { job: false }],
      ['without the record of its object', { object: false }],
    ])('goes on for its workspace, and is no other one’s, %s', async (_name, left) => {
      const world = await opened('w-1', left);

      expect(await handled(world, alert('w-2', 2, 'error'))).toEqual(['created OPS-2']);
      expect(await handled(world, alert('w-2', 3, 'ok'))).toEqual(['resolved OPS-2']);
      expect(await handled(world, alert('w-1', 4, 'ok'))).toEqual(['resolved OPS-1']);
    });

    it('is told apart though its object has gone on to another fault', async () => {
      const world = await opened('w-1');
      await handled(world, alert('w-1', 2, 'ok'), alert('w-1', 3, 'error', { df_fault_id: 'event-3' }));

      expect(await handled(world, alert('w-2', 4, 'error'), alert('w-2', 5, 'ok'))).toEqual([
        'created OPS-2',
        'resolved OPS-2',
      ]);
      expect(issuesOf(world)).toEqual(['OPS-1 new', 'OPS-2 done']);
    });
  });
});
